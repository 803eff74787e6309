package dev.pointsman.bench.parts;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.SeriesMemory;
import dev.pointsman.alert.StoredMemory;
import dev.pointsman.alert.Transition;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Pointsman;
import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.bench.report.PartResult;
import dev.pointsman.event.Event;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Origin;
import dev.pointsman.job.alerting.EventBatch;
import dev.pointsman.job.alerting.IncomingEvents;
import dev.pointsman.job.alerting.OutgoingEvents;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Route;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.window.ConditionWindow;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Run;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The parts of a decision, each by itself and as the job calls it, in nanoseconds and bytes an
 * event, by 1,000 rules of which an event concerns five. A round of calls goes over several
 * targets, so that no branch is learnt by heart; all of them fit into the processor's caches.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseTransparentHugePages"})
public class Parts {

  /** A power of two. */
  static final int TARGETS = 1024;

  /** A target fails eight times in a row, and then is well until its windows are empty. */
  static final int EPISODE_CHECKS = 40;

  private static final int FAILURES = 8;

  private static final int WINDOW_CHECKS = (int) (CountRule.WINDOW_MILLIS / Fleet.INTERVAL_MILLIS);
  private static final String METRIC = "health_check";
  private static final double UP = 0;
  private static final double DOWN = 1;

  private static final Fleet FLEET = new Fleet(TARGETS);
  private static final List<CountRule> RULES = CountRule.rules(1_000, 5);

  private final EventDecoder decoder = new EventDecoder(EventDecoder.EARLIEST);
  private final RuleIndex index;
  private final GroupJudge judge;
  private final Target[] targets = new Target[TARGETS];
  private final OutgoingEvents outgoing = new OutgoingEvents(0, 1, 1, 1, batch -> sent = batch);
  private final IncomingEvents incoming = new IncomingEvents();
  private @Nullable EventBatch sent;
  private final TypeSerializer<EventBatch> serializer =
      EventBatch.TYPE.createSerializer(new SerializerConfigImpl());
  private final DataOutputSerializer wire = new DataOutputSerializer(1 << 14);
  private final DataInputDeserializer wireBack = new DataInputDeserializer();
  private int next;

  /** What the job has of a target. */
  private final class Target {
    final int number;
    final byte[] json;
    final Event event;
    final Origin origin;
    final Route route;
    final GroupMemory memory = new GroupMemory();
    final OpenAlerts alerts = new OpenAlerts();
    final Ring ring = new Ring(METRIC, 0);
    final List<ConditionWindow> windows = new ArrayList<>();
    @Nullable SeriesMemory series;

    Target(int number, RuleSet rules) {
      this.number = number;
      json = FLEET.json(number, 0);
      var decoded = (Decoded.Accepted) decoder.decode(EventKind.HEALTH_CHECK, json, Long.MAX_VALUE);
      event = decoded.event();
      origin = decoded.origin();
      route = Objects.requireNonNull(index.firstRoute(origin));
      Labels labels = event.labels();
      for (AlertRule rule : rules.rules()) {
        if (rule.conditions().get(0).selects(labels)) {
          var window = new ConditionWindow(rule.conditions().get(0), Long.MIN_VALUE, Run.NONE);
          window.watch(ring, labels, Run.NONE);
          windows.add(window);
        }
      }
    }

    long timestamp(int check) {
      return event.timestamp() + check * Fleet.INTERVAL_MILLIS;
    }

    /** What its checks say in episodes, which begin at another check for each target. */
    double valueOf(int check) {
      return (check + number) % EPISODE_CHECKS < FAILURES ? DOWN : UP;
    }

    boolean putOff(double value, long timestamp) {
      SeriesMemory known = series;
      return known != null
          && judge.putOff(known, METRIC, value, timestamp, timestamp, Long.MIN_VALUE);
    }

    void take(double value, long timestamp, Consumer<Transition> transitions) {
      series =
          judge.take(
              route.group(),
              memory,
              series,
              alerts,
              route.event(timestamp, new double[] {value}),
              timestamp,
              Long.MIN_VALUE,
              transitions);
    }
  }

  /** Every memory has its window full. */
  public Parts() {
    RuleSet rules = new Pointsman(Pointsman.BY_TARGET).ruleSet(RULES);
    index = new RuleIndex(rules);
    judge = new GroupJudge(rules, 0, intake -> {});
    for (int i = 0; i < TARGETS; i++) {
      targets[i] = new Target(i, rules);
    }
    for (int i = 0; i < WINDOW_CHECKS * TARGETS; i++) {
      putOff();
    }
  }

  /**
   * Runs all of them, each in a process of its own.
   *
   * @param progress gets what JMH says
   * @throws IllegalStateException if one fails
   */
  public static List<PartResult> measure(PrintStream progress) {
    var options =
        new OptionsBuilder()
            .include("^" + Parts.class.getName() + "\\.")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .build();
    try {
      var format = OutputFormatFactory.createFormatInstance(progress, VerboseMode.NORMAL);
      return new Runner(options, format)
          .run().stream()
              .sorted(Comparator.comparing(each -> each.getParams().getBenchmark()))
              .map(Parts::result)
              .toList();
    } catch (RunnerException e) {
      throw new IllegalStateException("the parts cannot be measured: " + e.getMessage(), e);
    }
  }

  private static PartResult result(RunResult measured) {
    Result<?> nanos = measured.getPrimaryResult();
    Result<?> bytes =
        Objects.requireNonNull(measured.getSecondaryResults().get("gc.alloc.rate.norm"));
    return new PartResult(
        words(nanos.getLabel()), nanos.getScore(), nanos.getScoreError(), bytes.getScore());
  }

  private static String words(String method) {
    return method.replaceAll("([A-Z]|[0-9]+)", " $1").toLowerCase(Locale.ROOT);
  }

  private Target nextTarget() {
    return targets[next++ & (TARGETS - 1)];
  }

  /** How often the target that comes next was checked before. */
  private int check() {
    return next / TARGETS;
  }

  /** The bytes of a health check to an event. */
  @Benchmark
  public Decoded decode() {
    return decoder.decode(EventKind.HEALTH_CHECK, nextTarget().json, Long.MAX_VALUE);
  }

  /** The same, of 32 that are known when the first is decoded. */
  @Benchmark
  @OperationsPerInvocation(EventDecoder.MAX_ADDED)
  public void decode32Together(Blackhole decoded) {
    for (int i = 0; i < EventDecoder.MAX_ADDED; i++) {
      decoder.add(EventKind.HEALTH_CHECK, nextTarget().json);
    }
    for (int i = 0; i < EventDecoder.MAX_ADDED; i++) {
      decoded.consume(decoder.next(Long.MAX_VALUE));
    }
  }

  /** An event of an origin that was seen before to the groups that it concerns. */
  @Benchmark
  public @Nullable Route matchKnownOrigin() {
    return index.firstRoute(nextTarget().origin);
  }

  /** An event of an origin that was not seen before. */
  @Benchmark
  public @Nullable Route matchNewOrigin() {
    Origin known = nextTarget().origin;
    return index.firstRoute(new Origin(known.labels(), known.metrics()));
  }

  /**
   * A healthy check of a target that is well; returns whether the judge had nothing to do at once.
   */
  @Benchmark
  public boolean putOff() {
    int check = check();
    Target target = nextTarget();
    long timestamp = target.timestamp(check);
    boolean isPutOff = target.putOff(UP, timestamp);
    if (!isPutOff) {
      target.take(UP, timestamp, transition -> {});
    }
    return isPutOff;
  }

  /**
   * A reading into a ring that five counts look at, whose windows move on; returns how many of them
   * hold.
   */
  @Benchmark
  public int windowUpdate() {
    int check = check();
    Target target = nextTarget();
    long timestamp = target.timestamp(check);
    target.ring.take(timestamp, target.valueOf(check));
    int holding = 0;
    for (ConditionWindow window : target.windows) {
      window.moveTo(timestamp);
      holding += window.holds() ? 1 : 0;
    }
    return holding;
  }

  /** A check of a target that fails and recovers, so that its rules are judged at once. */
  @Benchmark
  public void verdict(Blackhole transitions) {
    verdict(transitions::consume);
  }

  void verdict(Consumer<Transition> transitions) {
    int check = check();
    Target target = nextTarget();
    target.take(target.valueOf(check), target.timestamp(check), transitions);
  }

  /** An event into a batch, and out of it behind the shuffle: one in a few hundred does it all. */
  @Benchmark
  public void eventToBytesAndBack(Blackhole received) throws IOException {
    Target target = nextTarget();
    outgoing.add(target.route, target.event);
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
  public GroupMemory memoryToBytesAndBack() throws IOException {
    Target target = nextTarget();
    Labels group = target.route.group().labels();
    return StoredMemory.of(target.memory, group).open(group);
  }
}
