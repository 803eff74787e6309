package dev.pointsman.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.RuleLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {

  private static final long START = 1_763_700_000_000L;

  @TempDir private Path folder;

  private static RuleSet rules(String... json) {
    return RuleSet.of(
        List.of(json).stream().map(each -> RuleLoader.parseRule("test", each)).toList());
  }

  private static final String REGION_FAILOVER =
      "{name: region_failover, conditions: [{metric: health_check, threshold: 3, window: 5m}]}";

  private static String check(long second, String status) {
    return "{\"check\":\"api\",\"target\":\"a\",\"region\":\"us-west-2\",\"observer\":\"o\","
        + ("\"status\":\"" + status + "\",\"timestamp\":" + (START + second * 1000) + "}");
  }

  private Replayed replay(RuleSet rules, List<String> lines) throws Exception {
    Path file = folder.resolve("events.ndjson");
    Files.write(file, lines);
    return Replayed.of(rules, file, folder);
  }

  @Test
  void theThirdFailureWithinFiveMinutesFiresAndTheFileIsReadInItsOrder() throws Exception {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      lines.add(check(30L * i, "down"));
    }
    lines.add(check(400, "up"));

    var replayed = replay(rules(REGION_FAILOVER), lines);

    assertThat(replayed.events()).isEqualTo(4);
    assertThat(replayed.transitions())
        .extracting(each -> each.state().text() + "@" + (each.at() - START) / 1000)
        .containsExactly("firing@60", "resolved@400");
    assertThat(replayed.transitions().get(0).value()).isEqualTo(3.0);
  }

  @Test
  void whatCannotBeReadIsCountedByReasonAndTheFirstOfEachAreShownWithTheirLines() throws Exception {
    var lines = new ArrayList<String>();
    lines.add("not json");
    lines.add("");
    lines.add(check(0, "sideways"));
    for (int i = 0; i < 20; i++) {
      lines.add("{}");
    }

    var replayed = replay(rules(REGION_FAILOVER), lines);

    assertThat(replayed.events()).isEqualTo(22);
    assertThat(replayed.rejected())
        .containsEntry("not_json", 1L)
        .containsEntry("unknown_status", 1L)
        .containsEntry("unknown_kind", 20L);
    assertThat(replayed.firstRejected())
        .extracting(each -> each.event().offset())
        .containsExactly(1L, 3L, 4L, 5L);
  }

  @Test
  void aLineOfMegabytesIsRejectedLikeAnyOther() throws Exception {
    var lines = List.of("x".repeat(5_000_000), check(0, "down"), "y".repeat(3_000_000));

    var replayed = replay(rules(REGION_FAILOVER), lines);

    assertThat(replayed.events()).isEqualTo(3);
    assertThat(replayed.rejected()).containsEntry("not_json", 2L);
  }

  @Test
  void silenceIsMeasuredByTheNewestTimestampAndTheEndOfTheFileIsNoSilence() throws Exception {
    String rule =
        "{name: quiet, conditions: [{metric: health_check, threshold: 3}], no_data: alert,"
            + " no_data_after: 1m}";
    var lines = List.of(check(0, "up"), check(30, "up"), check(200, "up"));

    var replayed = replay(rules(rule), lines);

    assertThat(replayed.transitions())
        .extracting(
            each -> each.state().text() + "@" + (each.at() - START) / 1000 + each.reason().text())
        .containsExactly("firing@90no_data", "resolved@200condition");
  }

  @Test
  void aGroupOfWhichOnlyOldReadingsComeIsSilentAtOnce() throws Exception {
    String rule =
        "{name: quiet, conditions: [{metric: health_check, threshold: 3}], no_data: alert,"
            + " no_data_after: 1m}";
    String elsewhere = check(400, "up").replace("us-west-2", "us-east-1");
    var lines = List.of(elsewhere, check(0, "up"));

    var replayed = replay(rules(rule), lines);

    assertThat(replayed.transitions())
        .extracting(
            each -> each.state().text() + "@" + (each.at() - START) / 1000 + each.reason().text())
        .containsExactly("firing@60no_data");
  }

  @Test
  void scriptsRunEachByItselfAndTheirClockReachesTheEnd() throws Exception {
    Labels labels = Labels.of("check", "api", "region", "r", "target", "t");
    var script =
        new Replay.Script(
            rules(
                "{name: quiet, conditions: [{metric: health_check, threshold: 3}],"
                    + " no_data: alert, no_data_after: 1m}"),
            List.of(new Reading("health_check", labels, 0, 0)),
            60_000);
    var shorter = new Replay.Script(script.rules(), script.readings(), 59_999);

    List<List<Transition>> outcomes = Replay.ofScripts(List.of(script, shorter), folder);

    assertThat(outcomes.get(0)).extracting(Transition::at).containsExactly(60_000L);
    assertThat(outcomes.get(1)).isEmpty();
  }
}
