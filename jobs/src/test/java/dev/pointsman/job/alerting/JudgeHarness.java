package dev.pointsman.job.alerting;

import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.event.Origin;
import dev.pointsman.job.OperatorFactory;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.Route;
import dev.pointsman.rule.RuleIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * One subtask of the judging operator, on a state backend, with a clock that the test moves. Times
 * are in seconds from {@link #START}; what the events say and what the wall clock says go by it.
 */
final class JudgeHarness implements AutoCloseable {

  /** Milliseconds since the epoch. */
  static final long START = 1_763_700_000_000L;

  static final int MAX_PARALLELISM = 8;
  static final Duration GROUP_TTL = Duration.ofHours(1);

  /** So few are ready that nearly every group is written and read again between its events. */
  private static final GroupRetention RETENTION = new GroupRetention(GROUP_TTL, 8);

  /** What a Flink cluster may be configured to keep state in. */
  enum Backend {
    HEAP,
    ROCKSDB;

    private StateBackend create() {
      return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  private final TestingRuleFeed feed;
  private final TestingMetrics metrics = new TestingMetrics();
  private final int subtask;
  private final int parallelism;
  private final MockEnvironment environment;
  private final OneInputStreamOperatorTestHarness<EventBatch, Transition> harness;
  private final Map<String, Origin> origins = new HashMap<>();
  private final List<EventBatch> sent = new ArrayList<>();
  private final OutgoingEvents outgoing = new OutgoingEvents(0, 1, 1, 1, sent::add);
  private boolean isGathering;
  private @Nullable RuleIndex index;
  private long snapshots;

  private JudgeHarness(
      Backend backend,
      TestingRuleFeed feed,
      int subtask,
      int parallelism,
      @Nullable OperatorSubtaskState state,
      long second)
      throws Exception {
    this.feed = feed;
    this.subtask = subtask;
    this.parallelism = parallelism;
    environment =
        new MockEnvironmentBuilder()
            .setTaskName("judge")
            .setManagedMemorySize(256L << 20) // reserved, not allocated
            .setMaxParallelism(MAX_PARALLELISM)
            .setParallelism(parallelism)
            .setSubtaskIndex(subtask)
            .setMetricGroup(metrics.task())
            .build();
    var factory =
        OperatorFactory.of(
            JudgeOperator.class,
            parameters -> new JudgeOperator(parameters, feed, Silence.BY_WALL_CLOCK, RETENTION));
    var serializers = new SerializerConfigImpl();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            factory, EventBatch.TYPE.createSerializer(serializers), environment);
    KeySelector<EventBatch, GroupKey> key = EventBatch::key;
    harness.getStreamConfig().setStatePartitioner(0, key);
    harness
        .getStreamConfig()
        .setStateKeySerializer(EventBatch.KEY_TYPE.createSerializer(serializers));
    harness.getStreamConfig().serializeAllConfigs();
    harness.setStateBackend(backend.create());
    TypeSerializer<Transition> out = AlertingPipeline.TRANSITION_TYPE.createSerializer(serializers);
    harness.setup(out);
    clock(second);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    runMails();
  }

  /** A job that starts with no state, at second 0. */
  static JudgeHarness start(Backend backend, TestingRuleFeed feed) throws Exception {
    return new JudgeHarness(backend, feed, 0, 1, null, 0);
  }

  /** A job that goes on from a checkpoint at the given second of the wall clock. */
  static JudgeHarness restore(
      Backend backend, TestingRuleFeed feed, OperatorSubtaskState state, long second)
      throws Exception {
    return new JudgeHarness(backend, feed, 0, 1, state, second);
  }

  /** All subtasks of a job that goes on from the checkpoint of all subtasks of another. */
  static List<JudgeHarness> rescale(
      Backend backend, TestingRuleFeed feed, List<JudgeHarness> from, int parallelism)
      throws Exception {
    var states = new ArrayList<OperatorSubtaskState>();
    for (JudgeHarness each : from) {
      states.add(each.snapshot());
      each.close();
    }
    OperatorSubtaskState all =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(new OperatorSubtaskState[0]));
    var subtasks = new ArrayList<JudgeHarness>();
    for (int i = 0; i < parallelism; i++) {
      OperatorSubtaskState own =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, MAX_PARALLELISM, from.size(), parallelism, i);
      subtasks.add(new JudgeHarness(backend, feed, i, parallelism, own, 0));
    }
    return subtasks;
  }

  TestingMetrics metrics() {
    return metrics;
  }

  OperatorSubtaskState snapshot() throws Exception {
    snapshots++;
    return harness.snapshot(snapshots, snapshots);
  }

  /** A check of {@code api} in a region, by one observer. */
  void check(String region, long second, boolean down) throws Exception {
    Labels labels = Labels.of("check", "api", "region", region, "target", "a", "observer", "o");
    take(labels, second, new Measurement("health_check", down ? 1 : 0));
  }

  /** The third failed check within five minutes is one too many for the reference rule. */
  void down(long second) throws Exception {
    check("us-west-2", second, true);
  }

  void up(long second) throws Exception {
    check("us-west-2", second, false);
  }

  /** A reading of a metric named {@code load}, of a host. */
  void load(String host, long second, double value) throws Exception {
    take(Labels.of("host", host, "zone", "z1"), second, new Measurement("load", value));
  }

  /** Has the events come in one batch, after all else that is done; each alone is a batch too. */
  void inOneBatch(ThrowingRunnable<Exception> events) throws Exception {
    isGathering = true;
    events.run();
    isGathering = false;
    deliver();
  }

  private void take(Labels labels, long second, Measurement measurement) throws Exception {
    var event = new Event(labels, START + second * 1000, List.of(measurement));
    List<String> metrics = List.of(measurement.metric());
    Origin origin =
        origins.computeIfAbsent(labels + metrics.get(0), each -> new Origin(labels, metrics));
    if (index == null || !index.rules().equals(feed.current())) {
      index = new RuleIndex(feed.current());
    }
    for (Route each = index.firstRoute(origin); each != null; each = each.next()) {
      if (isMine(each.group())) {
        outgoing.add(each, event);
      }
    }
    if (!isGathering) {
      deliver();
    }
  }

  private void deliver() throws Exception {
    outgoing.flush();
    for (EventBatch each : sent) {
      harness.processElement(new StreamRecord<>(each));
    }
    sent.clear();
  }

  private boolean isMine(GroupKey key) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_PARALLELISM, parallelism)
        == subtask;
  }

  /** Moves the wall clock, of timers and of the state's time to live. */
  void clock(long second) throws Exception {
    harness.setStateTtlProcessingTime(START + second * 1000);
    harness.setProcessingTime(START + second * 1000);
  }

  /** Does what the rule feed asked for. */
  void runMails() throws Exception {
    boolean isMore = true;
    while (isMore) {
      isMore = runMail();
    }
  }

  /** Does the first thing that is to be done between two batches; false where nothing is. */
  boolean runMail() throws Exception {
    Optional<Mail> mail = harness.getTaskMailbox().tryTake(0);
    if (mail.isPresent()) {
      mail.get().run();
    }
    return mail.isPresent();
  }

  int timers() {
    return harness.numProcessingTimeTimers();
  }

  /** What came out since the last call. */
  List<Transition> transitions() {
    List<Transition> all = List.copyOf(harness.extractOutputValues());
    harness.getOutput().clear();
    return all;
  }

  /**
   * What came out since the last call, such as {@code firing@60} or {@code resolved@90 no_data}.
   */
  List<String> says() {
    return transitions().stream().map(JudgeHarness::brief).toList();
  }

  private static String brief(Transition each) {
    String reason = each.reason() == Reason.CONDITION ? "" : " " + each.reason().text();
    return each.state().text() + "@" + (each.at() - START) / 1000 + reason;
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
