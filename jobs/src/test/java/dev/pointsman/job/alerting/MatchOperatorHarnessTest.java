package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Event;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Measurement;
import dev.pointsman.job.OperatorFactory;
import dev.pointsman.rule.GroupKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // each test starts the operator as it needs it
class MatchOperatorHarnessTest {

  private static final long NOW = JudgeHarness.START;

  private final TestingMetrics metrics = new TestingMetrics();
  private final TestingRuleFeed rules =
      TestingRuleFeed.of(
          "{name: region_failover, conditions: [{metric: health_check, threshold: 3}]}",
          "{name: errors, by: [service], conditions: [{metric: errors, threshold: 5}]}");
  private MockEnvironment environment;
  private long waitMillis;
  private OneInputStreamOperatorTestHarness<RawEvent, EventBatch> harness;

  private void start(int subtask, Silence silence) throws Exception {
    environment =
        new MockEnvironmentBuilder()
            .setTaskName("match")
            .setMaxParallelism(2)
            .setParallelism(2)
            .setSubtaskIndex(subtask)
            .setMetricGroup(metrics.task())
            .build();
    var factory =
        OperatorFactory.of(
            MatchOperator.class,
            parameters -> new MatchOperator(parameters, rules, silence, EventAge.LIVE, waitMillis));
    var serializers = new SerializerConfigImpl();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            factory, RawEvent.TYPE.createSerializer(serializers), environment);
    harness.setup(EventBatch.TYPE.createSerializer(serializers));
    harness.setProcessingTime(NOW);
    harness.open();
  }

  @AfterEach
  void stop() throws Exception {
    harness.close();
    environment.close();
  }

  private void take(EventKind kind, long offset, String json) throws Exception {
    harness.processElement(
        new StreamRecord<>(
            new RawEvent(kind, kind.topic(), 1, offset, json.getBytes(StandardCharsets.UTF_8))));
  }

  private void metric(String metric, String labels, long timestamp) throws Exception {
    take(
        EventKind.METRIC,
        0,
        "{\"metric\":\"%s\",\"labels\":{%s},\"value\":1,\"timestamp\":%d}"
            .formatted(metric, labels, timestamp));
  }

  private void check(String status) throws Exception {
    take(
        EventKind.HEALTH_CHECK,
        7,
        ("{\"check\":\"api\",\"target\":\"a\",\"region\":\"us-west-2\",\"status\":\"%s\","
                + "\"latency_ms\":5,\"timestamp\":%d}")
            .formatted(status, NOW));
  }

  /** What a group is sent. */
  private record Routed(GroupKey key, Event event) {}

  private List<Routed> routed() throws IOException {
    var incoming = new IncomingEvents();
    var routed = new ArrayList<Routed>();
    for (StreamRecord<EventBatch> each : harness.getRecordOutput()) {
      incoming.begin(each.getValue());
      while (incoming.next()) {
        routed.add(new Routed(incoming.series().route().group(), incoming.event()));
      }
    }
    return routed;
  }

  private List<RejectedEvent> rejected() {
    return harness.getSideOutput(MatchOperator.REJECTED) == null
        ? List.of()
        : harness.getSideOutput(MatchOperator.REJECTED).stream()
            .map(StreamRecord::getValue)
            .toList();
  }

  private void runMails() throws Exception {
    Optional<Mail> mail = harness.getTaskMailbox().tryTake(0);
    while (mail.isPresent()) {
      mail.get().run();
      mail = harness.getTaskMailbox().tryTake(0);
    }
  }

  @Test
  void anEventGoesOnceToEachGroupingWithWhatItsRulesWant() throws Exception {
    rules.put("{name: again, conditions: [{metric: health_check, threshold: 9}]}");
    rules.put("{name: whole, by: [region], conditions: [{metric: health_check, threshold: 9}]}");
    start(0, Silence.BY_WALL_CLOCK);

    check("down");

    assertThat(routed())
        .extracting(each -> each.key().labels().toString())
        .containsExactlyInAnyOrder(
            "{check=\"api\",region=\"us-west-2\"}", "{region=\"us-west-2\"}");
    assertThat(routed())
        .allSatisfy(
            each ->
                assertThat(each.event().measurements())
                    .containsExactly(new Measurement("health_check", 1)));
  }

  @Test
  void whatNoRuleWantsIsDroppedBeforeTheShuffleAndCounted() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);

    metric("temperature", "\"service\":\"a\"", NOW);
    check("up");
    metric("errors", "\"host\":\"lacks the label of the group\"", NOW);
    metric("errors", "\"service\":\"a\"", NOW);

    assertThat(routed()).hasSize(2);
    assertThat(rejected()).isEmpty();
    assertThat(metrics.counter("eventsUnmatched")).isEqualTo(2);
    assertThat(metrics.counter("eventsIn{topic=metrics}")).isEqualTo(3);
    assertThat(metrics.counter("eventsIn{topic=health-checks}")).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsPutOutWithItsBytesAndTheReason() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);

    check("sideways");
    take(EventKind.METRIC, 8, "{");
    metric("errors", "\"service\":\"a\"", NOW + 10_001);
    metric("errors", "\"service\":\"a\"", NOW + 10_000);

    assertThat(routed()).hasSize(1);
    assertThat(rejected())
        .extracting(each -> each.rejection().reason().text())
        .containsExactly("unknown_status", "not_json", "in_the_future");
    assertThat(rejected().get(1).event())
        .satisfies(
            raw -> {
              assertThat(raw.source()).isEqualTo("metrics");
              assertThat(raw.partition()).isEqualTo(1);
              assertThat(raw.offset()).isEqualTo(8);
              assertThat(raw.value()).asString().isEqualTo("{");
            });
    assertThat(metrics.counter("eventsRejected{reason=not_json}")).isEqualTo(1);
    assertThat(metrics.counter("eventsRejected{reason=in_the_future}")).isEqualTo(1);
  }

  @Test
  void aChangedRuleCountsFromTheNextEventOn() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);
    metric("temperature", "\"room\":\"1\"", NOW);
    rules.put("{name: hot, by: [room], conditions: [{metric: temperature, threshold: 30}]}");
    metric("temperature", "\"room\":\"2\"", NOW);
    metric("temperature", "\"room\":\"1\"", NOW + 1);
    rules.remove("hot");
    metric("temperature", "\"room\":\"3\"", NOW);
    metric("temperature", "\"room\":\"1\"", NOW + 2);

    assertThat(routed())
        .extracting(each -> each.key().labels().get("room"))
        .containsExactly("2", "1");
    assertThat(metrics.gauge("rules")).isEqualTo(2);
    assertThat(metrics.gauge("ruleVersion")).isEqualTo(4L);
  }

  @Test
  void aRecordThatIsNoRuleIsRejectedByOneSubtaskForAll() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);
    rules.reject("{name: broken", "expected }");
    runMails();

    assertThat(rejected())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.event().source()).isEqualTo("alert-rules");
              assertThat(each.event().value()).asString().isEqualTo("{name: broken");
              assertThat(each.rejection().toString()).isEqualTo("invalid_rule: expected }");
            });
    assertThat(metrics.counter("eventsRejected{reason=invalid_rule}")).isEqualTo(1);
  }

  @Test
  void theOtherSubtasksSayNothingOfARecordThatIsNoRule() throws Exception {
    start(1, Silence.BY_WALL_CLOCK);
    rules.reject("{name: broken", "expected }");
    runMails();
    assertThat(rejected()).isEmpty();
  }

  @Test
  void theNewestTimestampIsTheClockOfAReplayWhereARuleListensForSilence() throws Exception {
    rules.put(
        "{name: quiet, by: [service], conditions: [{metric: errors, threshold: 5}],"
            + " no_data: alert}");
    start(0, Silence.BY_EVENT_TIME);

    metric("errors", "\"service\":\"a\"", NOW - 5);
    metric("errors", "\"service\":\"a\"", NOW - 9);
    metric("nobody wants it", "", NOW);

    assertThat(harness.getOutput())
        .filteredOn(Watermark.class::isInstance)
        .containsExactly(new Watermark(NOW - 5), new Watermark(NOW));
  }

  @Test
  void liveEventsMoveNoClock() throws Exception {
    rules.put(
        "{name: quiet, by: [service], conditions: [{metric: errors, threshold: 5}],"
            + " no_data: alert}");
    start(0, Silence.BY_WALL_CLOCK);

    metric("errors", "\"service\":\"a\"", NOW);

    assertThat(harness.getOutput()).noneMatch(Watermark.class::isInstance);
  }

  @Test
  void aClosedOperatorLeavesItsFeed() throws Exception {
    start(0, Silence.BY_WALL_CLOCK);
    assertThat(rules.subscribers()).isEqualTo(1);
    harness.close();
    assertThat(rules.subscribers()).isZero();
  }
}
