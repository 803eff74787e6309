package dev.pointsman.job.alerting;

import dev.pointsman.event.Event;
import dev.pointsman.event.EventKind;
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
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** One of two subtasks of the matching operator, with a clock that the test moves. */
final class MatchHarness implements AutoCloseable {

  /** What the clock says first, in milliseconds since the epoch. */
  static final long NOW = JudgeHarness.START;

  /** What a group is sent. */
  record Routed(GroupKey key, Event event) {}

  private final TestingMetrics metrics = new TestingMetrics();
  private final MockEnvironment environment;
  private final OneInputStreamOperatorTestHarness<RawEvent, EventBatch> harness;

  MatchHarness(RuleFeed rules, int subtask, Silence silence, long waitMillis) throws Exception {
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
    clock(0);
    harness.open();
  }

  OneInputStreamOperatorTestHarness<RawEvent, EventBatch> flink() {
    return harness;
  }

  TestingMetrics metrics() {
    return metrics;
  }

  /** Moves the clock to so many milliseconds after {@link #NOW}. */
  void clock(long millis) throws Exception {
    harness.setProcessingTime(NOW + millis);
  }

  void take(EventKind kind, long offset, String json) throws Exception {
    harness.processElement(
        new StreamRecord<>(
            new RawEvent(kind, kind.topic(), 1, offset, json.getBytes(StandardCharsets.UTF_8))));
  }

  void metric(String metric, String labels, long timestamp) throws Exception {
    take(
        EventKind.METRIC,
        0,
        "{\"metric\":\"%s\",\"labels\":{%s},\"value\":1,\"timestamp\":%d}"
            .formatted(metric, labels, timestamp));
  }

  void check(String status) throws Exception {
    take(
        EventKind.HEALTH_CHECK,
        7,
        ("{\"check\":\"api\",\"target\":\"a\",\"region\":\"us-west-2\",\"status\":\"%s\","
                + "\"latency_ms\":5,\"timestamp\":%d}")
            .formatted(status, NOW));
  }

  List<EventBatch> batches() {
    return harness.getRecordOutput().stream().map(StreamRecord::getValue).toList();
  }

  List<Routed> routed() throws IOException {
    var incoming = new IncomingEvents();
    var routed = new ArrayList<Routed>();
    for (EventBatch each : batches()) {
      incoming.begin(each);
      while (incoming.next()) {
        routed.add(new Routed(incoming.series().route().group(), incoming.event()));
      }
    }
    return routed;
  }

  List<RejectedEvent> rejected() {
    return harness.getSideOutput(MatchOperator.REJECTED) == null
        ? List.of()
        : harness.getSideOutput(MatchOperator.REJECTED).stream()
            .map(StreamRecord::getValue)
            .toList();
  }

  /** Does what the rule feed asked for. */
  void runMails() throws Exception {
    Optional<Mail> mail = harness.getTaskMailbox().tryTake(0);
    while (mail.isPresent()) {
      mail.get().run();
      mail = harness.getTaskMailbox().tryTake(0);
    }
  }

  @Override
  public void close() {
    try {
      harness.close();
      environment.close();
    } catch (Exception e) {
      throw new IllegalStateException("the operator does not close", e);
    }
  }
}
