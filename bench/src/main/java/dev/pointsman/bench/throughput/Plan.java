package dev.pointsman.bench.throughput;

import dev.pointsman.bench.candidate.BenchCluster;
import dev.pointsman.bench.candidate.Candidate;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Floor;
import dev.pointsman.bench.candidate.JobCandidate;
import dev.pointsman.bench.candidate.Pointsman;
import dev.pointsman.bench.candidate.Pointsman.Asked;
import dev.pointsman.bench.peer.BroadcastFork;
import dev.pointsman.bench.peer.CepTimes;
import dev.pointsman.bench.peer.SharedHop;
import dev.pointsman.bench.peer.SlidingWindows;
import dev.pointsman.bench.peer.SqlHop;
import dev.pointsman.bench.report.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is run.
 *
 * @param candidates in the order in which each round runs them
 * @param weighed the names of those whose state is looked at
 * @param rounds besides the one that warms up
 * @param limit of a round, from the warm-up mark on
 * @param events how many each recording has
 */
public record Plan(
    List<Candidate> candidates, Set<String> weighed, int rounds, Duration limit, int events) {

  /** How many series the main recording has. */
  static final int SERIES = 100_000;

  /** Of so many series, 40 checks of each: longer than a window. */
  private static final int EVENTS = 40 * SERIES;

  private static final int FEW = 1_000;
  private static final int MANY = 1_000_000;
  private static final int REGIONS = 10;
  private static final int EVERY_SECOND = 1_000;
  private static final String SAME_WINDOW = "all rules must have the same window and grouping";
  private static final String NO_RESOLVE = "does not tell when a target no longer fails";

  /** The main comparison: under five minutes on two cores. */
  public static Plan quick() {
    var plan = new Plan(new ArrayList<>(), new HashSet<>(), 2, Duration.ofSeconds(4), EVENTS);
    plan.addFloors();
    plan.addPeers(100, 5);
    for (int[] rules : new int[][] {{1, 1}, {100, 5}, {1_000, 5}, {10_000, 5}}) {
      plan.addOurs(rules[0], rules[1], SERIES, 1, BenchCluster.HEAP, null);
    }
    plan.addOurs(1, 1, REGIONS, SERIES / REGIONS, BenchCluster.HEAP, null);
    plan.weigh(ours(1, 1, SERIES, 1, BenchCluster.HEAP, null));
    return plan;
  }

  /** All of it: about 40 minutes on two cores. */
  public static Plan full() {
    var plan = new Plan(new ArrayList<>(), new HashSet<>(), 5, Duration.ofSeconds(6), EVENTS);
    plan.addFloors();
    for (int[] each : new int[][] {{1, 1}, {10, 10}, {100, 5}}) {
      plan.addPeers(each[0], each[1]);
      plan.addPeer(
          "sliding windows, failures only", NO_RESOLVE, new SlidingWindows(true), each[0], each[1]);
    }
    int[][] rules = {
      {1, 1},
      {10, 1},
      {10, 10},
      {100, 1},
      {100, 5},
      {1_000, 1},
      {1_000, 5},
      {10_000, 1},
      {10_000, 5}
    };
    for (int[] each : rules) {
      plan.addOurs(each[0], each[1], SERIES, 1, BenchCluster.HEAP, null);
    }
    plan.addOurs(1_000, 5, FEW, 1, BenchCluster.HEAP, null);
    plan.addOurs(1_000, 5, MANY, 1, BenchCluster.HEAP, null);
    plan.addOurs(1, 1, REGIONS, SERIES / REGIONS, BenchCluster.HEAP, null);
    plan.addOurs(10, 10, REGIONS, SERIES / REGIONS, BenchCluster.HEAP, null);
    plan.addPooled("average latency", Asked.AVERAGE_LATENCY);
    plan.addPooled("p99 latency", Asked.P99_LATENCY);
    plan.addOurs(1_000, 5, SERIES, 1, BenchCluster.HEAP, EVERY_SECOND);
    plan.addOurs(1, 1, SERIES, 1, BenchCluster.ROCKSDB, EVERY_SECOND);
    plan.addOurs(1_000, 5, SERIES, 1, BenchCluster.ROCKSDB, EVERY_SECOND);
    plan.addOurs(1, 1, REGIONS, SERIES / REGIONS, BenchCluster.ROCKSDB, EVERY_SECOND);
    plan.weigh(ours(1, 1, SERIES, 1, BenchCluster.HEAP, null));
    plan.weigh(ours(1_000, 5, SERIES, 1, BenchCluster.HEAP, null));
    plan.weigh(ours(1_000, 5, MANY, 1, BenchCluster.HEAP, null));
    plan.weigh(ours(1, 1, REGIONS, SERIES / REGIONS, BenchCluster.HEAP, null));
    plan.weigh(ours(1, 1, SERIES, 1, BenchCluster.ROCKSDB, EVERY_SECOND));
    return plan;
  }

  /** The same with the candidates alone whose names satisfy {@code wanted}. */
  public Plan only(Predicate<String> wanted) {
    return new Plan(
        candidates.stream().filter(each -> wanted.test(each.setup().name())).toList(),
        weighed,
        rounds,
        limit,
        events);
  }

  /** The same with another number of rounds. */
  public Plan withRounds(int number) {
    return new Plan(candidates, weighed, number, limit, events);
  }

  private void addFloors() {
    candidates.add(Floor.consumer(SERIES));
    candidates.add(Floor.bytes(SERIES));
    candidates.add(Floor.decoded(SERIES));
    candidates.add(Floor.tree(SERIES));
  }

  private void addPeers(int rules, int perEvent) {
    addPeer("Flink SQL HOP", null, new SqlHop(false), rules, perEvent);
    addPeer("Flink SQL HOP, failures only", NO_RESOLVE, new SqlHop(true), rules, perEvent);
    addPeer("Flink SQL HOP, shared", SAME_WINDOW, new SharedHop(), rules, perEvent);
    addPeer("sliding windows", null, new SlidingWindows(false), rules, perEvent);
    addPeer("CEP, failures only", NO_RESOLVE, new CepTimes(), rules, perEvent);
    addPeer("broadcast, forked by rule", null, new BroadcastFork(), rules, perEvent);
  }

  private void addPeer(
      String name, @Nullable String limits, Decider decider, int rules, int perEvent) {
    var setup =
        new Setup(
            "%s: %s".formatted(name, rulesText(rules, perEvent)),
            Setup.Kind.PEER,
            limits,
            rules,
            perEvent,
            SERIES,
            1,
            BenchCluster.HEAP,
            null);
    candidates.add(JobCandidate.of(setup, decider));
  }

  private void addOurs(
      int rules,
      int perEvent,
      int groups,
      int seriesPerGroup,
      String backend,
      @Nullable Integer checkpointMillis) {
    String by = seriesPerGroup == 1 ? Pointsman.BY_TARGET : Pointsman.BY_REGION;
    candidates.add(
        JobCandidate.of(
            ours(rules, perEvent, groups, seriesPerGroup, backend, checkpointMillis),
            new Pointsman(by)));
  }

  /** One rule that looks at all series of a group together. */
  private void addPooled(String what, Asked asked) {
    var setup =
        new Setup(
            String.format(
                Locale.ROOT, "pointsman: %s, %d groups of %,d", what, REGIONS, SERIES / REGIONS),
            Setup.Kind.POINTSMAN,
            null,
            1,
            1,
            REGIONS,
            SERIES / REGIONS,
            BenchCluster.HEAP,
            null);
    candidates.add(JobCandidate.of(setup, new Pointsman(Pointsman.BY_REGION, asked)));
  }

  private void weigh(Setup setup) {
    weighed.add(setup.name());
  }

  static Setup ours(
      int rules,
      int perEvent,
      int groups,
      int seriesPerGroup,
      String backend,
      @Nullable Integer checkpointMillis) {
    var name = new StringBuilder("pointsman: ").append(rulesText(rules, perEvent));
    if (groups != SERIES) {
      name.append(String.format(Locale.ROOT, ", %,d groups", groups));
    }
    if (seriesPerGroup > 1) {
      name.append(String.format(Locale.ROOT, " of %,d", seriesPerGroup));
    }
    if (backend.equals(BenchCluster.ROCKSDB)) {
      name.append(", RocksDB");
    }
    if (checkpointMillis != null) {
      name.append(", checkpoints");
    }
    return new Setup(
        name.toString(),
        Setup.Kind.POINTSMAN,
        null,
        rules,
        perEvent,
        groups,
        seriesPerGroup,
        backend,
        checkpointMillis);
  }

  private static String rulesText(int rules, int perEvent) {
    return rules == 1
        ? "1 rule"
        : String.format(Locale.ROOT, "%,d rules, %d an event", rules, perEvent);
  }
}
