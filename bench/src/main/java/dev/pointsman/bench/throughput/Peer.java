package dev.pointsman.bench.throughput;

import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.peer.BroadcastFork;
import dev.pointsman.bench.peer.ByHand;
import dev.pointsman.bench.peer.CepTimes;
import dev.pointsman.bench.peer.KeyedBroadcast;
import dev.pointsman.bench.peer.SharedHop;
import dev.pointsman.bench.peer.SlidingWindows;
import dev.pointsman.bench.peer.SqlHop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same rules as somebody else would write them.
 *
 * @param limits what it cannot do that the rules ask for; null for nothing
 */
record Peer(String name, @Nullable String limits, Decider decider) {

  private static final String SAME_WINDOW = "all rules must have the same window and grouping";
  private static final String IN_CODE = "rules are part of the code";
  private static final String NO_RESOLVE = "does not tell when a target no longer fails";
  private static final String SLIDES =
      "may miss failures that lie nearly a window apart, and tells up to 30 s late";

  static final Peer FORKED =
      new Peer("broadcast, forked, matches kept", null, new BroadcastFork(true));
  static final Peer KEYED = new Peer("keyed broadcast", SAME_WINDOW, new KeyedBroadcast());
  static final Peer BY_HAND = new Peer("by hand", SAME_WINDOW + "; " + IN_CODE, new ByHand());

  /** The faster ones of those that are alike. */
  static final List<Peer> FAST =
      List.of(
          new Peer("Flink SQL HOP, failures only", SLIDES + "; " + NO_RESOLVE, new SqlHop(true)),
          new Peer("Flink SQL HOP, shared", SLIDES + "; " + SAME_WINDOW, new SharedHop()),
          new Peer("CEP, failures only", NO_RESOLVE, new CepTimes()),
          FORKED,
          KEYED,
          BY_HAND);

  /** The others. */
  static final List<Peer> SLOW =
      List.of(
          new Peer("Flink SQL HOP", SLIDES, new SqlHop(false)),
          new Peer("sliding windows", SLIDES, new SlidingWindows(false)),
          new Peer(
              "sliding windows, failures only",
              SLIDES + "; " + NO_RESOLVE,
              new SlidingWindows(true)),
          new Peer("broadcast, forked by rule", null, new BroadcastFork(false)));
}
