package dev.pointsman.bench.throughput;

import dev.pointsman.bench.candidate.BenchCluster;
import dev.pointsman.bench.candidate.Candidate;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Floor;
import dev.pointsman.bench.candidate.JobCandidate;
import dev.pointsman.bench.candidate.Pointsman;
import dev.pointsman.bench.candidate.Pointsman.Asked;
import dev.pointsman.bench.report.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is run.
 *
 * @param candidates in the order of the table
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

  /** In an outage one check in so many fails. */
  private static final int OUTAGE = 4;

  /** The main comparison: under five minutes on two cores. */
  public static Plan quick() {
    var plan = new Plan(new ArrayList<>(), new HashSet<>(), 2, Duration.ofSeconds(4), EVENTS);
    plan.addFloors();
    Peer.FAST.forEach(each -> plan.addPeer(each, 100, 5));
    for (int[] rules : new int[][] {{1, 1}, {100, 5}, {1_000, 5}, {10_000, 5}}) {
      plan.addOurs(rules[0], rules[1], SERIES, 1, BenchCluster.HEAP, null);
    }
    plan.addOurs(1, 1, REGIONS, SERIES / REGIONS, BenchCluster.HEAP, null);
    plan.weigh(ours(1, 1, SERIES, 1, BenchCluster.HEAP, null));
    return plan;
  }

  /** All of it: more than an hour on two cores. */
  public static Plan full() {
    var plan = new Plan(new ArrayList<>(), new HashSet<>(), 5, Duration.ofSeconds(6), EVENTS);
    plan.addFloors();
    for (int[] each : new int[][] {{1, 1}, {10, 10}, {100, 5}}) {
      Peer.FAST.forEach(peer -> plan.addPeer(peer, each[0], each[1]));
      Peer.SLOW.forEach(peer -> plan.addPeer(peer, each[0], each[1]));
    }
    for (int many : new int[] {1_000, 10_000}) {
      plan.addPeer(Peer.KEYED, many, 5);
      plan.addPeer(Peer.BY_HAND, many, 5);
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
    plan.addLatency("average latency of each", Asked.AVERAGE_LATENCY, SERIES, 1);
    plan.addLatency("average latency", Asked.POOLED_AVERAGE_LATENCY, REGIONS, SERIES / REGIONS);
    plan.addLatency("p99 latency", Asked.POOLED_P99_LATENCY, REGIONS, SERIES / REGIONS);
    plan.addOurs(1_000, 5, SERIES, 1, BenchCluster.HEAP, EVERY_SECOND);
    plan.addOurs(1, 1, SERIES, 1, BenchCluster.ROCKSDB, EVERY_SECOND);
    plan.addOurs(1_000, 5, SERIES, 1, BenchCluster.ROCKSDB, EVERY_SECOND);
    plan.addOurs(1, 1, REGIONS, SERIES / REGIONS, BenchCluster.ROCKSDB, EVERY_SECOND);
    for (Peer each : List.of(Peer.FORKED, Peer.KEYED, Peer.BY_HAND)) {
      plan.add(peer(each, 100, 5).failing(OUTAGE), each.decider());
    }
    plan.add(
        ours(100, 5, SERIES, 1, BenchCluster.HEAP, null).failing(OUTAGE),
        new Pointsman(Pointsman.BY_TARGET));
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

  /**
   * In which order a round runs the candidates: each begins as far behind the one before as it
   * takes for all rounds to go around once, so that nobody is always early or always late.
   *
   * @param round from 0, which warms up, to {@link #rounds}
   */
  public List<Candidate> turn(int round) {
    var order = new ArrayList<>(candidates);
    Collections.rotate(order, -(round * candidates.size() / (rounds + 1)));
    return order;
  }

  /** The same with another number of rounds. */
  public Plan withRounds(int number) {
    return new Plan(candidates, weighed, number, limit, events);
  }

  private void addFloors() {
    candidates.add(Floor.consumer(SERIES));
    candidates.add(Floor.bytes(SERIES));
    candidates.add(Floor.decoded(SERIES));
    candidates.add(Floor.together(SERIES));
    candidates.add(Floor.tree(SERIES));
  }

  private void add(Setup setup, Decider decider) {
    candidates.add(JobCandidate.of(setup, decider));
  }

  private void addPeer(Peer peer, int rules, int perEvent) {
    add(peer(peer, rules, perEvent), peer.decider());
  }

  private static Setup peer(Peer peer, int rules, int perEvent) {
    return new Setup(
        "%s: %s".formatted(peer.name(), rulesText(rules, perEvent)),
        Setup.Kind.PEER,
        peer.limits(),
        rules,
        perEvent,
        SERIES,
        1,
        BenchCluster.HEAP,
        null);
  }

  private void addOurs(
      int rules,
      int perEvent,
      int groups,
      int seriesPerGroup,
      String backend,
      @Nullable Integer checkpointMillis) {
    add(
        ours(rules, perEvent, groups, seriesPerGroup, backend, checkpointMillis),
        new Pointsman(by(seriesPerGroup)));
  }

  private static String by(int seriesPerGroup) {
    return seriesPerGroup == 1 ? Pointsman.BY_TARGET : Pointsman.BY_REGION;
  }

  /** One rule about latency. */
  private void addLatency(String what, Asked asked, int groups, int seriesPerGroup) {
    var setup =
        new Setup(
            "pointsman: " + what + groupsText(groups, seriesPerGroup),
            Setup.Kind.POINTSMAN,
            null,
            1,
            1,
            groups,
            seriesPerGroup,
            BenchCluster.HEAP,
            null);
    add(setup, new Pointsman(by(seriesPerGroup), asked));
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
    name.append(groupsText(groups, seriesPerGroup));
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

  /** Nothing for those that most candidates have. */
  private static String groupsText(int groups, int seriesPerGroup) {
    String text = groups == SERIES ? "" : String.format(Locale.ROOT, ", %,d groups", groups);
    return seriesPerGroup == 1
        ? text
        : text + String.format(Locale.ROOT, " of %,d", seriesPerGroup);
  }

  private static String rulesText(int rules, int perEvent) {
    return rules == 1
        ? "1 rule"
        : String.format(Locale.ROOT, "%,d rules, %d an event", rules, perEvent);
  }
}
