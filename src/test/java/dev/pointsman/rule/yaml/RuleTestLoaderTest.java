package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Reason;
import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTestLoaderTest {

  @Test
  void seriesBecomeEventsInOrderOfTimeThenOfTheFile() {
    RuleTest test =
        only(
            """
            rule_files: [failover.yaml, ../more]
            tests:
              - name: a test
                interval: 30s
                series:
                  - {series: 'b{x="1",}', values: '1 _ 3'}
                  - {series: ' a { y = ''\\x41\\'''' , z=`\\n` } ', values: '4x1'}
                  - {series: c, values: 5}
                  - {series: d, values: '_x9'}
                expect:
                  - {at: 1m, alert: r, state: firing, labels: {x: 1}, value: 3, reason: no_data, starts_at: 0, ends_at: 1s}
                  - {at: 0, alert: r, state: inactive}
            """);

    Labels x = Labels.of("x", "1");
    Labels y = Labels.of("y", "A'", "z", "\\n");
    assertThat(test.events())
        .containsExactly(
            event("b", x, 0, 1),
            event("a", y, 0, 4),
            event("c", Labels.EMPTY, 0, 5),
            event("a", y, 30_000, 4),
            event("b", x, 60_000, 3));
    assertThat(test.expected())
        .containsExactly(
            new ExpectedTransition(
                60_000, "r", AlertStatus.FIRING, x, 3.0, Reason.NO_DATA, 0L, 1000L),
            new ExpectedTransition(
                0, "r", AlertStatus.INACTIVE, Labels.EMPTY, null, null, null, null));
    assertThat(test.endMillis()).as("to the last missing value").isEqualTo(8 * 30_000);
  }

  @Test
  void theClockRunsToTheLastExpectedTransition() {
    RuleTest test =
        only(
            """
            rule_files: [r.yaml]
            tests:
              - name: a
                interval: 30s
                series: [{series: a, values: 1}]
                expect: [{at: 10m, alert: r, state: resolved}]
            """);

    assertThat(test.endMillis()).isEqualTo(600_000);
  }

  @Test
  void ruleFilesAreFoundFromWhereTheTestLies() {
    RuleTestLoader.Result result =
        RuleTestLoader.loadTexts(
            Map.of(
                "rules/a.test.yaml",
                """
                rule_files: [failover.yaml, ../more]
                tests: [{name: a, interval: 1m, series: [{series: a, values: 1}], expect: []}]
                """));

    assertThat(result.problems()).isEmpty();
    assertThat(result.files().get(0).ruleFiles())
        .containsExactly(Path.of("rules/failover.yaml"), Path.of("rules/../more"));
  }

  @Test
  void everyProblemOfATestIsReportedAtItsPlace() {
    RuleTestLoader.Result result =
        RuleTestLoader.loadTexts(
            Map.of(
                "a.test.yaml",
                """
                rule_files: []
                tests:
                  - nam: a
                    interval: 0s
                    series:
                      - {series: 'a{b="c"', values: '1 x'}
                      - {series: 'a', values: '1x3 stale'}
                      - {series: 'a', values: '1'}
                      - {series: 'a{b="c",b="d"}', values: '1e999'}
                      - {series: '{b="c"}', values: '0x2000000'}
                      - {series: 'a=b', values: NaN}
                      - {series: 'x'}
                    expect:
                      - {at: 3, alert: a, state: fired, label: {}}
                      - {at: 3m, state: firing, value: high, reason: because, starts_at: now}
                      - 5
                  - {name: b, interval: 1m, series: []}
                """));

    assertThat(result.files()).isEmpty();
    assertThat(result.problems().stream().map(Problem::toString))
        .containsExactly(
            """
            a.test.yaml:1:13: rule_files must be a list with at least one entry, not an empty list
            a.test.yaml:3:5: unknown key "nam": did you mean "name"? a test has the keys name, interval, series, expect
            a.test.yaml:4:15: interval must be longer than 0
            a.test.yaml:6:18: not a series such as metric{label="value"}: expected "}" at the end
            a.test.yaml:6:37: values: expected values like 1, 0x3, 1+2x3, _ or _x4, not "x"
            a.test.yaml:7:31: values: stale markers do not exist here: _ is a missing reading
            a.test.yaml:8:18: the series a stands twice
            a.test.yaml:9:18: label b stands twice
            a.test.yaml:9:44: values: "1e999" is more than a double can hold
            a.test.yaml:10:18: not a series such as metric{label="value"}: expected a metric name at `{b="c"}`
            a.test.yaml:10:37: values: more than 1000000 values
            a.test.yaml:11:18: not a series such as metric{label="value"}: expected nothing more at `=b`
            a.test.yaml:11:33: values: expected values like 1, 0x3, 1+2x3, _ or _x4, not "NaN"
            a.test.yaml:12:9: a series needs the key "values"
            a.test.yaml:14:14: at must be a duration like 90s, 5m or 1h30m (units d h m s ms), or 0, not "3"
            a.test.yaml:14:34: state must be one of inactive, pending, firing, resolved, not "fired"
            a.test.yaml:14:41: unknown key "label": did you mean "labels"? an expected transition has the keys at, alert, state, labels, value, reason, starts_at, ends_at
            a.test.yaml:15:9: an expected transition needs the key "alert"
            a.test.yaml:15:40: value must be a finite number, not "high"
            a.test.yaml:15:54: reason must be one of condition, no_data, rule_removed, not "because"
            a.test.yaml:15:74: starts_at must be a duration like 90s, 5m or 1h30m (units d h m s ms), or 0, not "now"
            a.test.yaml:16:9: an entry of expect must be a mapping, not the number 5
            a.test.yaml:17:5: a test needs the key "expect"
            a.test.yaml:17:37: series must be a list with at least one entry, not an empty list
            """
                .split("\n"));
  }

  @Test
  void aMissingRuleFileIsReportedBesideOtherProblems(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("there.yaml"), "");
    Path test = folder.resolve("a.test.yaml");
    Files.writeString(test, "rule_files: [there.yaml, missing.yaml]\ntests: 5\n");

    assertThat(RuleTestLoader.load(List.of(test)).problems())
        .containsExactly(
            new Problem(
                test.toString(),
                1,
                26,
                "no such file or folder: " + folder.resolve("missing.yaml")),
            new Problem(
                test.toString(),
                2,
                8,
                "tests must be a list (each entry a mapping), not the number 5"));
  }

  @Test
  void theShippedTestsLoad() {
    RuleTestLoader.Result result = RuleTestLoader.load(List.of(Path.of("..", "alert-rules")));

    assertThat(result.problems()).isEmpty();
    assertThat(result.files()).isNotEmpty();
    for (RuleTestFile file : result.files()) {
      assertThat(file.tests()).isNotEmpty();
      assertThat(RuleLoader.load(file.ruleFiles()).problems()).isEmpty();
    }
  }

  private static RuleTest only(String yaml) {
    RuleTestLoader.Result result = RuleTestLoader.loadTexts(Map.of("a.test.yaml", yaml));
    assertThat(result.problems()).isEmpty();
    return result.files().get(0).tests().get(0);
  }

  private static Event event(String metric, Labels labels, long timestamp, double value) {
    return new Event(labels, timestamp, List.of(new Measurement(metric, value)));
  }
}
