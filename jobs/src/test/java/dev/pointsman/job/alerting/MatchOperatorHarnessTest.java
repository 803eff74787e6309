package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.EventKind;
import dev.pointsman.event.Measurement;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // each test starts the operator as it needs it
class MatchOperatorHarnessTest {

  private static final long NOW = MatchHarness.NOW;

  private final TestingRuleFeed rules =
      TestingRuleFeed.of(
          "{name: region_failover, conditions: [{metric: health_check, threshold: 3}]}",
          "{name: errors, by: [service], conditions: [{metric: errors, threshold: 5}]}");
  private MatchHarness match;

  private void start(int subtask, Silence silence) throws Exception {
    match = new MatchHarness(rules, subtask, silence, 0);
  }

  @AfterEach
  void stop() {
    match.close();
  }

  @Test
  void anEventGoesOnceToEachGroupingWithWhatItsRulesWant() throws Exception {
    rules.put("{name: again, conditions: [{metric: health_check, threshold: 9}]}");
    rules.put("{name: whole, by: [region], conditions: [{metric: health_check, threshold: 9}]}");
    start(0, Silence.BY_WALL_CLOCK);

    match.check("down");

    assertThat(match.routed())
        .extracting(each -> each.key().labels().toString())
        .containsExactlyInAnyOrder(
            "{check=\"api\",region=\"us-west-2\"}", "{region=\"us-west-2\"}");
    assertThat(match.routed())
        .allSatisfy(
            each ->
                assertThat(each.event().measurements())
                    .containsExactly(new Measurement("health_check", 1)));
  }

  @Test
  void whatNoRuleWantsIsDroppedBeforeTheShuffleAndCounted() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);

    match.metric("temperature", "\"service\":\"a\"", NOW);
    match.check("up");
    match.metric("errors", "\"host\":\"lacks the label of the group\"", NOW);
    match.metric("errors", "\"service\":\"a\"", NOW);

    assertThat(match.routed()).hasSize(2);
    assertThat(match.rejected()).isEmpty();
    assertThat(match.metrics().counter("eventsUnmatched")).isEqualTo(2);
    assertThat(match.metrics().counter("eventsIn{topic=metrics}")).isEqualTo(3);
    assertThat(match.metrics().counter("eventsIn{topic=health-checks}")).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsPutOutWithItsBytesAndTheReason() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);

    match.check("sideways");
    match.take(EventKind.METRIC, 8, "{");
    match.metric("errors", "\"service\":\"a\"", NOW + 10_001);
    match.metric("errors", "\"service\":\"a\"", NOW + 10_000);

    assertThat(match.routed()).hasSize(1);
    assertThat(match.rejected())
        .extracting(each -> each.rejection().reason().text())
        .containsExactly("unknown_status", "not_json", "in_the_future");
    assertThat(match.rejected().get(1).event())
        .satisfies(
            raw -> {
              assertThat(raw.source()).isEqualTo("metrics");
              assertThat(raw.partition()).isEqualTo(1);
              assertThat(raw.offset()).isEqualTo(8);
              assertThat(raw.value()).asString().isEqualTo("{");
            });
    assertThat(match.metrics().counter("eventsRejected{reason=not_json}")).isEqualTo(1);
    assertThat(match.metrics().counter("eventsRejected{reason=in_the_future}")).isEqualTo(1);
  }

  @Test
  void aChangedRuleCountsFromTheNextEventOn() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);
    match.metric("temperature", "\"room\":\"1\"", NOW);
    rules.put("{name: hot, by: [room], conditions: [{metric: temperature, threshold: 30}]}");
    match.metric("temperature", "\"room\":\"2\"", NOW);
    match.metric("temperature", "\"room\":\"1\"", NOW + 1);
    rules.remove("hot");
    match.metric("temperature", "\"room\":\"3\"", NOW);
    match.metric("temperature", "\"room\":\"1\"", NOW + 2);

    assertThat(match.routed())
        .extracting(each -> each.key().labels().get("room"))
        .containsExactly("2", "1");
    assertThat(match.metrics().gauge("rules")).isEqualTo(2);
    assertThat(match.metrics().gauge("ruleVersion")).isEqualTo(4L);
  }

  @Test
  void aRecordThatIsNoRuleIsRejectedByOneSubtaskForAll() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);
    rules.reject("{name: broken", "expected }");
    match.runMails();

    assertThat(match.rejected())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.event().source()).isEqualTo("alert-rules");
              assertThat(each.event().value()).asString().isEqualTo("{name: broken");
              assertThat(each.rejection().toString()).isEqualTo("invalid_rule: expected }");
            });
    assertThat(match.metrics().counter("eventsRejected{reason=invalid_rule}")).isEqualTo(1);
  }

  @Test
  void theOtherSubtasksSayNothingOfARecordThatIsNoRule() throws Exception {
    start(1, Silence.BY_WALL_CLOCK);
    rules.reject("{name: broken", "expected }");
    match.runMails();
    assertThat(match.rejected()).isEmpty();
  }

  @Test
  void theNewestTimestampIsTheClockOfAReplayWhereARuleListensForSilence() throws Exception {
    rules.put(
        "{name: quiet, by: [service], conditions: [{metric: errors, threshold: 5}],"
            + " no_data: alert}");
    start(0, Silence.BY_EVENT_TIME);

    match.metric("errors", "\"service\":\"a\"", NOW - 5);
    match.metric("errors", "\"service\":\"a\"", NOW - 9);
    match.metric("nobody wants it", "", NOW);

    assertThat(match.flink().getOutput())
        .filteredOn(Watermark.class::isInstance)
        .containsExactly(new Watermark(NOW - 5), new Watermark(NOW));
  }

  @Test
  void liveEventsMoveNoClock() throws Exception {
    rules.put(
        "{name: quiet, by: [service], conditions: [{metric: errors, threshold: 5}],"
            + " no_data: alert}");
    start(0, Silence.BY_WALL_CLOCK);

    match.metric("errors", "\"service\":\"a\"", NOW);

    assertThat(match.flink().getOutput()).noneMatch(Watermark.class::isInstance);
  }

  @Test
  void aClosedOperatorLeavesItsFeed() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);
    assertThat(rules.subscribers()).isEqualTo(1);
    match.close();
    assertThat(rules.subscribers()).isZero();
  }
}
