package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Response;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleLoaderTest {

  private static final Bound NOT_ZERO = new Bound(Comparison.NOT_EQUAL, 0);

  @Test
  void theRulesOfTheReferenceLoadAsTheyStandAmongEverythingElseInIt() throws IOException {
    LoadResult result = load("reference.yaml", resource("reference.yaml"));

    assertThat(result.problems()).isEmpty();
    assertThat(result.rules().rules())
        .containsExactly(
            new AlertRule(
                "database_failover",
                Severity.WARNING,
                GroupBy.names(List.of("cluster", "replica")),
                When.ALL,
                List.of(
                    new Condition(
                        "replication_lag",
                        List.of(),
                        Aggregate.EVERY,
                        NOT_ZERO,
                        new Bound(Comparison.GREATER, 1000),
                        120_000,
                        Scope.SERIES,
                        Map.of())),
                Hold.NONE,
                new NoData(NoData.Policy.KEEP, 240_000),
                new Response(
                    Labels.EMPTY,
                    Map.of(),
                    List.of(),
                    List.of("promote_replica", "update_dns", "notify_team"))),
            new AlertRule(
                "region_failover",
                Severity.WARNING,
                GroupBy.names(List.of("region", "check")),
                When.ALL,
                List.of(
                    new Condition(
                        "health_check",
                        List.of(),
                        Aggregate.COUNT,
                        NOT_ZERO,
                        new Bound(Comparison.GREATER_OR_EQUAL, 3),
                        300_000,
                        Scope.SERIES,
                        Map.of())),
                Hold.NONE,
                new NoData(NoData.Policy.KEEP, 600_000),
                new Response(
                    Labels.EMPTY,
                    Map.of(),
                    List.of(
                        new Notification.PagerDuty(Severity.CRITICAL),
                        new Notification.Slack("#incidents", Severity.WARNING)),
                    List.of())));
    assertThat(result.notices().toString()).contains("threshold 1000 is taken as 1000 ms");
  }

  @Test
  void whatARuleSaysIsTakenAsItSays() {
    AlertRule rule =
        only(
            """
            alerts:
              - name: both
                severity: critical
                by: [cluster]
                when: any
                conditions:
                  - metric: replication_lag
                    match: {region: us-east-1, replica: [r2, 3]}
                    aggregate: consecutive
                    where: "> 0.5s"
                    compare: "<="
                    threshold: 4
                    window: 1h30m
                    quorum: {replica: 2}
                  - metric: replication_lag_bytes
                    match: ['region=~"us-.*"', "replica!='r9'", cluster!~`a|b`]
                    aggregate: p95
                    threshold: 100KB
                    per: group
                for: 0
                keep_firing_for: 1m
                no_data: alert
                no_data_after: 10m
                labels: {team: db, tier: 1, managed: no, exact: 1.50}
                annotations: {summary: "{{cluster}} is behind"}
                notifications: [{type: slack}, {type: pagerduty}]
                actions: [b, a-1]
            """);

    assertThat(rule)
        .isEqualTo(
            new AlertRule(
                "both",
                Severity.CRITICAL,
                GroupBy.names(List.of("cluster")),
                When.ANY,
                List.of(
                    new Condition(
                        "replication_lag",
                        List.of(
                            Matcher.in("region", List.of("us-east-1")),
                            Matcher.in("replica", List.of("r2", "3"))),
                        Aggregate.CONSECUTIVE,
                        new Bound(Comparison.GREATER, 500),
                        new Bound(Comparison.LESS_OR_EQUAL, 4),
                        5_400_000,
                        Scope.SERIES,
                        Map.of("replica", 2)),
                    new Condition(
                        "replication_lag_bytes",
                        List.of(
                            Matcher.of("cluster", Matcher.Kind.NOT_REGEX, "a|b"),
                            Matcher.of("region", Matcher.Kind.REGEX, "us-.*"),
                            Matcher.of("replica", Matcher.Kind.NOT_EQUAL, "r9")),
                        Aggregate.P95,
                        NOT_ZERO,
                        new Bound(Comparison.GREATER, 102_400),
                        120_000,
                        Scope.GROUP,
                        Map.of())),
                new Hold(0, 60_000),
                new NoData(NoData.Policy.ALERT, 600_000),
                new Response(
                    Labels.of("team", "db", "tier", "1", "managed", "no", "exact", "1.50"),
                    Map.of("summary", "{{cluster}} is behind"),
                    List.of(
                        new Notification.Slack(null, Severity.CRITICAL),
                        new Notification.PagerDuty(Severity.CRITICAL)),
                    List.of("b", "a-1"))));
  }

  @ParameterizedTest
  @CsvSource({
    "health_check, region check, COUNT, >=, 300000",
    "replication_lag, cluster replica, EVERY, >, 120000",
    "replication_lag_bytes, cluster replica, EVERY, >, 120000",
    "health_check_latency_ms, , LAST, >, 300000",
    "anything_else, , LAST, >, 300000"
  })
  void whatAConditionLeavesOutComesFromTheCatalogue(
      String metric, String by, Aggregate aggregate, String compare, long window) {
    AlertRule rule =
        only("alerts: [{name: a, conditions: [{metric: %s, threshold: 1}]}]".formatted(metric));

    Condition condition = rule.conditions().get(0);
    assertThat(condition.aggregate()).isEqualTo(aggregate);
    assertThat(condition.bound().comparison().symbol()).isEqualTo(compare);
    assertThat(condition.windowMillis()).isEqualTo(window);
    assertThat(rule.by())
        .isEqualTo(by == null ? GroupBy.EVERY_LABEL : GroupBy.names(List.of(by.split(" "))));
  }

  @ParameterizedTest
  @CsvSource({
    "replication_lag, 2s, 2000",
    "replication_lag, 1.5m, 90000",
    "replication_lag, 10 ms, 10",
    "replication_lag_bytes, 100KB, 102400",
    "replication_lag_bytes, 1.5MiB, 1572864",
    "health_check_latency_ms, 1h, 3600000",
    "disk, 50%, 50",
    "hits, 70%, 0.7",
    "hits, 0.7, 0.7",
    "up_time, 1500ms, 1.5",
    "other, -1.5e3, -1500",
    "other, '7', 7",
    "other, -0, 0"
  })
  void aThresholdIsInTheMetricsUnit(String metric, String threshold, double value) {
    String rules = "alerts: [{name: a, conditions: [{metric: %s, aggregate: max, threshold: %s}]}]";
    String catalogue =
        """
        metrics:
          - {metric: disk, unit: percent}
          - {metric: hits, unit: ratio}
          - {metric: up_time, unit: s}
        """;
    LoadResult result =
        RuleLoader.loadTexts(
            Map.of("r.yaml", rules.formatted(metric, threshold), "sub/metrics.yaml", catalogue));

    assertThat(result.problems()).isEmpty();
    assertThat(result.notices()).isEmpty();
    AlertRule rule = Objects.requireNonNull(result.rules().get("a"));
    assertThat(rule.conditions().get(0).bound().threshold()).isEqualTo(value);
  }

  @Test
  void numbersWithoutTheirUnitAreNoticed() {
    LoadResult result =
        load(
            "r.yaml",
            """
            alert:
              - x
            alerts:
              - name: a
                by: [cluster]
                conditions:
                  - {metric: replication_lag, threshold: 10, where: "> 5"}
                  - {metric: replication_lag_bytes, threshold: 0}
                  - {metric: replication_lag, aggregate: count, threshold: 3, where: "> 5"}
                  - {metric: other, threshold: 3}
            """);

    assertThat(result.notices().stream().map(Notice::toString))
        .containsExactly(
            "r.yaml:1:1: section \"alert\" is not read: did you mean \"alerts\"?",
            "r.yaml:7:46: threshold 10 is taken as 10 ms",
            "r.yaml:7:50: where has no effect: it says what count and consecutive count, not every",
            "r.yaml:7:57: where 5 is taken as 5 ms",
            "r.yaml:9:74: where 5 is taken as 5 ms");
    assertThat(result.succeeded()).isTrue();
  }

  @Test
  void aFolderIsLoadedWithItsFoldersButNotItsTests(@TempDir Path folder) throws IOException {
    write(folder, "b.yaml", rule("b"));
    write(folder, "a/c.yml", rule("c"));
    write(folder, "a/c.test.yaml", "not a rule file");
    write(folder, "a/notes.txt", "nor this");
    write(folder, ".hidden/d.yaml", rule("b"));
    write(folder, "a/metrics.yaml", "metrics: [{metric: x, by: [shard]}]");

    LoadResult result = RuleLoader.load(List.of(folder, folder.resolve("b.yaml")));

    assertThat(result.problems()).isEmpty();
    assertThat(result.rules().rules()).extracting(AlertRule::name).containsExactly("b", "c");
    assertThat(result.rules().rules())
        .extracting(AlertRule::by)
        .containsOnly(GroupBy.names(List.of("shard")));
  }

  @Test
  void whatCannotBeReadIsReportedWithTheProblemsOfAllOtherFiles(@TempDir Path folder)
      throws IOException {
    write(folder, "1.yaml", rule("a"));
    write(folder, "2.yaml", rule("b") + rule("a").replace("alerts", "failover_alerts"));
    write(folder, "3.yaml", "alerts: 5");
    Files.write(folder.resolve("4.yaml"), new byte[] {'a', ':', ' ', 'b', '\n', ' ', (byte) 0xff});
    Files.createDirectories(folder.resolve("empty/emptier"));
    write(
        folder,
        "metrics.yaml",
        "metrics: [{metric: health_check, unit: ms, labels: [a], by: [x]}]");

    LoadResult result =
        RuleLoader.load(
            List.of(
                folder.resolve("missing.yaml"),
                folder,
                folder.resolve("empty"),
                folder.resolve("a.test.yaml")));

    assertThat(result.problems())
        .extracting(each -> each.toString().replace(folder.toString() + "/", ""))
        .containsExactly(
            "missing.yaml:1:1: no such file or folder",
            "4.yaml:2:2: not UTF-8",
            "2.yaml:2:26: duplicate name \"a\", first at 1.yaml:1:17: rename or leave out one of them",
            "3.yaml:1:9: alerts must be a list (each entry a mapping), not the number 5",
            "metrics.yaml:1:34: the unit of health_check is failures and stays so",
            "metrics.yaml:1:44: the labels of health_check are check, observer, region, target and"
                + " stay so",
            "metrics.yaml:1:62: label \"x\" in by: health_check only has the labels a");
    assertThat(result.notices())
        .extracting(Notice::message)
        .containsExactly("skipped: it holds tests, not rules");
  }

  @Test
  void aFolderWithoutRulesIsAProblem(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("empty/emptier"));

    assertThat(RuleLoader.load(List.of(folder)).problems())
        .containsExactly(
            new Problem(
                folder.toString(),
                1,
                1,
                "expected a folder with a rule file (*.yaml, *.yml) in it"));
  }

  @Test
  void anotherMetricInTheCatalogueStandsOnce() {
    var texts = new TreeMap<String, String>();
    texts.put("a/metrics.yaml", "metrics: [{metric: x}, {metrc: y}]");
    texts.put("b/metrics.yaml", "metrics: [{metric: x, unit: miles}]");

    assertThat(RuleLoader.loadTexts(texts).problems().stream().map(Problem::toString))
        .containsExactly(
            "a/metrics.yaml:1:25: unknown key \"metrc\": did you mean \"metric\"? a metric has the"
                + " keys metric, by, aggregate, compare, unit, window, labels",
            "b/metrics.yaml:1:20: duplicate metric \"x\", first at a/metrics.yaml:1:20",
            "b/metrics.yaml:1:29: unit must be one of none, failures, ms, s, bytes, percent, ratio,"
                + " not \"miles\"");
  }

  @Test
  void documentsAnchorsAndMergesWork() {
    LoadResult result =
        load(
            "r.yaml",
            """
            shared: &shared {severity: info, actions: [a]}
            alerts:
              - <<: *shared
                name: a
                severity: error
                conditions: [{metric: x, threshold: 1}]
            ---
            ---
            failover_alerts:
              - {name: b, conditions: [{metric: x, threshold: 1}]}
            """);

    assertThat(result.problems()).isEmpty();
    AlertRule merged = Objects.requireNonNull(result.rules().get("a"));
    assertThat(merged.severity()).isEqualTo(Severity.ERROR);
    assertThat(merged.response().actions()).containsExactly("a");
    assertThat(result.rules().get("b")).isNotNull();
  }

  @Test
  void aFileWithoutRulesIsNoProblem() {
    assertThat(load("r.yaml", "").rules().size()).isZero();
    assertThat(load("r.yaml", "# nothing\nregions: {a: 1}").rules().size()).isZero();
  }

  private static String rule(String name) {
    return "alerts: [{name: %s, conditions: [{metric: x, threshold: 1}]}]\n".formatted(name);
  }

  private static String resource(String name) throws IOException {
    try (var in = Objects.requireNonNull(RuleLoaderTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static AlertRule only(String yaml) {
    LoadResult result = load("r.yaml", yaml);
    assertThat(result.problems()).isEmpty();
    assertThat(result.rules().size()).isEqualTo(1);
    return result.rules().rules().iterator().next();
  }

  private static LoadResult load(String name, String yaml) {
    return RuleLoader.loadTexts(Map.of(name, yaml));
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }
}
