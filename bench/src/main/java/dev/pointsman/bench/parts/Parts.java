package dev.pointsman.bench.parts;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.StoredMemory;
import dev.pointsman.alert.Transition;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Pointsman;
import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.event.Event;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Origin;
import dev.pointsman.job.alerting.EventBatch;
import dev.pointsman.job.alerting.IncomingEvents;
import dev.pointsman.job.alerting.OutgoingEvents;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.Route;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The parts of a decision, in nanoseconds and bytes an event, by 1,000 rules of which an event
 * concerns five. A round of calls goes over several targets, so that no branch is learnt by heart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Parts {

  /** A power of two. */
  private static final int TARGETS = 1024;

  private static final Fleet FLEET = new Fleet(TARGETS);

  private final EventDecoder decoder = new EventDecoder(EventDecoder.EARLIEST);
  private final byte[][] json = new byte[TARGETS][];
  private final Event[] events = new Event[TARGETS];
  private final GroupKey[] keys = new GroupKey[TARGETS];
  private final GroupMemory[] memories = new GroupMemory[TARGETS];
  private final OpenAlerts[] alerts = new OpenAlerts[TARGETS];
  private final RuleIndex index;
  private final GroupJudge judge;
  private final Route[] routes = new Route[TARGETS];
  private final OutgoingEvents outgoing = new OutgoingEvents(0, 1, 1, 1, batch -> sent = batch);
  private final IncomingEvents incoming = new IncomingEvents();
  private @Nullable EventBatch sent;
  private final TypeSerializer<EventBatch> serializer =
      EventBatch.TYPE.createSerializer(new SerializerConfigImpl());
  private final DataOutputSerializer wire = new DataOutputSerializer(1 << 14);
  private final DataInputDeserializer wireBack = new DataInputDeserializer();
  private int next;

  /** Every memory has its window full. */
  public Parts() {
    RuleSet rules = new Pointsman(Pointsman.BY_TARGET).ruleSet(CountRule.rules(1_000, 5));
    index = new RuleIndex(rules);
    judge = new GroupJudge(rules, 0, intake -> {});
    for (int target = 0; target < TARGETS; target++) {
      json[target] = FLEET.json(target, 0);
      events[target] = decoded(target, 0);
      Labels group = Labels.of("target", Fleet.target(target));
      keys[target] = new GroupKey(false, group);
      memories[target] = new GroupMemory();
      alerts[target] = new OpenAlerts();
      routes[target] = firstRoute(target);
    }
    for (int i = 0; i < 30 * TARGETS; i++) {
      take(transition -> {});
    }
  }

  private Event decoded(int target, int n) {
    return ((Decoded.Accepted)
            decoder.decode(EventKind.HEALTH_CHECK, FLEET.json(target, n), Long.MAX_VALUE))
        .event();
  }

  /** Runs all of them, each in a process of its own, and prints what JMH prints. */
  public static void run() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include("^" + Parts.class.getName() + "\\.")
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  /** The bytes of a health check to an event. */
  @Benchmark
  public Decoded decode() {
    return decoder.decode(EventKind.HEALTH_CHECK, json[next++ & (TARGETS - 1)], Long.MAX_VALUE);
  }

  /** An event of an origin that was not seen before to the groups that it concerns. */
  @Benchmark
  public Route route() {
    return firstRoute(next++ & (TARGETS - 1));
  }

  private Route firstRoute(int target) {
    var origin = new Origin(events[target].labels(), List.of("health_check"));
    return Objects.requireNonNull(index.firstRoute(origin));
  }

  /** An event into the windows of its group, and the verdicts of the group's rules. */
  @Benchmark
  public void take(Blackhole transitions) {
    take(transitions::consume);
  }

  private void take(Consumer<Transition> transitions) {
    int target = next & (TARGETS - 1);
    int n = next++ / TARGETS;
    Event first = events[target];
    var event =
        new Event(
            first.labels(), first.timestamp() + n * Fleet.INTERVAL_MILLIS, first.measurements());
    judge.take(
        keys[target], memories[target], alerts[target], event, event.timestamp(), transitions);
  }

  /** An event into a batch, and out of it behind the shuffle: one in a few hundred does it all. */
  @Benchmark
  public void batchEvent(Blackhole received) throws IOException {
    int target = next++ & (TARGETS - 1);
    outgoing.add(routes[target], events[target]);
    if (sent != null) {
      wire.clear();
      serializer.serialize(sent, wire);
      sent = null;
      wireBack.setBuffer(wire.getSharedBuffer(), 0, wire.length());
      incoming.begin(serializer.deserialize(wireBack));
      while (incoming.next()) {
        received.consume(incoming.event());
      }
    }
  }

  /** A group's memory to bytes and back, as with RocksDB. */
  @Benchmark
  public GroupMemory serializeMemory() throws IOException {
    int target = next++ & (TARGETS - 1);
    Labels group = keys[target].labels();
    return StoredMemory.of(memories[target], group).open(group);
  }
}
