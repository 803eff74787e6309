package dev.pointsman.agent.sight;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells targets that do not answer from an agent that sees nothing.
 *
 * <p>A run without any answer is held until it is known that some host answered after that run
 * began: then it is the target's fault, and is told. Where nothing is known, other hosts are asked
 * at once: a few first, then all. If none of all hosts answers, the agent is blind: what is held,
 * and what comes until a host answers again, is dropped. With fewer than two hosts there is nobody
 * to compare with: everything is told.
 *
 * <p>Times are nanoseconds of one monotonic clock.
 *
 * @param <R> what is held
 */
public final class Sight<R> {

  /** How many hosts are asked first: those that answered last. */
  static final int FEW = 3;

  /** How many results are held; beyond it the oldest is dropped. */
  static final int MOST_HELD = 20_000;

  /** What it knows of itself. */
  public enum State {
    SEEING,
    DOUBTING,
    BLIND
  }

  /**
   * What to do now.
   *
   * @param told results that are true
   * @param dropped results that say nothing
   * @param ask hosts to ask at once
   */
  public record Step<R>(List<R> told, List<R> dropped, Collection<String> ask) {
    static <R> Step<R> tell(List<R> results) {
      return new Step<>(results, List.of(), Set.of());
    }

    private Step<R> andTell(R result) {
      var all = new ArrayList<>(told);
      all.add(result);
      return new Step<>(all, dropped, ask);
    }

    private Step<R> andDrop(List<R> results) {
      var all = new ArrayList<>(dropped);
      all.addAll(results);
      return new Step<>(told, all, ask);
    }
  }

  private record Held<R>(R result, long startNanos) {}

  private final Set<String> hosts;
  private final Map<String, Long> heardByHost = new HashMap<>();
  private final Deque<Held<R>> held = new ArrayDeque<>();
  private final Set<String> unasked = new HashSet<>();
  private final Set<String> silentSince = new HashSet<>();
  private State state = State.SEEING;
  private long doubtNanos;
  private long heardNanos;
  private boolean heardEver;

  /** Those whose silence or answer means something. */
  public Sight(Collection<String> hosts) {
    this.hosts = new HashSet<>(hosts);
  }

  public State state() {
    return state;
  }

  /**
   * A run that was due has ended.
   *
   * @param heardNanos when the host said something last, if it did
   */
  public Step<R> ended(String host, Evidence evidence, long startNanos, long heardNanos, R result) {
    return switch (evidence) {
      case LOCAL -> leaveOut(host).andTell(result);
      case ANSWER -> heard(host, heardNanos).andTell(result);
      case NO_ANSWER -> silent(host, startNanos, result);
    };
  }

  /** A run has ended that was only to find out whether anybody answers. */
  public Step<R> asked(String host, Evidence evidence, long heardNanos) {
    return switch (evidence) {
      case LOCAL -> leaveOut(host);
      case ANSWER -> heard(host, heardNanos);
      case NO_ANSWER -> silence(host);
    };
  }

  private Step<R> leaveOut(String host) {
    hosts.remove(host);
    return silence(host);
  }

  /** The few have had their time: now all others are asked. */
  public Collection<String> askAll() {
    if (state != State.DOUBTING) {
      return Set.of();
    }
    var rest = List.copyOf(unasked);
    unasked.clear();
    return rest;
  }

  private Step<R> silent(String host, long startNanos, R result) {
    if (hosts.size() < 2 || (heardEver && heardNanos - startNanos >= 0)) {
      return Step.tell(List.of(result));
    }
    switch (state) {
      case BLIND -> {
        return new Step<>(List.of(), List.of(result), Set.of());
      }
      case DOUBTING -> {
        held.add(new Held<>(result, startNanos));
        List<R> oldest = held.size() > MOST_HELD ? List.of(held.removeFirst().result()) : List.of();
        // A run that began before the doubt says nothing of the time since.
        Step<R> step = startNanos - doubtNanos >= 0 ? silence(host) : Step.tell(List.of());
        return step.andDrop(oldest);
      }
      case SEEING -> {
        held.add(new Held<>(result, startNanos));
        Collection<String> few = doubt(startNanos);
        return new Step<>(List.of(), List.of(), few);
      }
    }
    throw new AssertionError(state);
  }

  /** Begins to ask whether anybody has answered since; returns whom to ask first. */
  private Collection<String> doubt(long sinceNanos) {
    state = State.DOUBTING;
    doubtNanos = sinceNanos;
    silentSince.clear();
    unasked.clear();
    unasked.addAll(hosts);
    List<String> few =
        unasked.stream()
            .sorted(Comparator.comparingLong(this::sinceHeard).thenComparing(each -> each))
            .limit(FEW)
            .toList();
    few.forEach(unasked::remove);
    return few;
  }

  /** Orders by when they were heard: those who were heard last come first. */
  private long sinceHeard(String host) {
    Long heard = heardByHost.get(host);
    return heard == null ? Long.MAX_VALUE : doubtNanos - heard;
  }

  /** Notes that a host did not answer; when that is so of all, the agent is blind. */
  private Step<R> silence(String host) {
    silentSince.add(host);
    if (state != State.DOUBTING || !silentSince.containsAll(hosts)) {
      return Step.tell(List.of());
    }
    List<R> results = held.stream().map(Held::result).toList();
    held.clear();
    if (hosts.size() < 2) {
      state = State.SEEING;
      return Step.tell(results);
    }
    state = State.BLIND;
    return new Step<>(List.of(), results, Set.of());
  }

  /** Notes an answer: what began before it and got none is true. */
  private Step<R> heard(String host, long nanos) {
    heardByHost.merge(host, nanos, Math::max);
    heardNanos = heardEver ? Math.max(heardNanos, nanos) : nanos;
    heardEver = true;
    var told = new ArrayList<R>();
    for (var each = held.iterator(); each.hasNext(); ) {
      Held<R> next = each.next();
      if (heardNanos - next.startNanos() >= 0) {
        told.add(next.result());
        each.remove();
      }
    }
    if (held.isEmpty()) {
      state = State.SEEING;
      return Step.tell(told);
    }
    // It spoke before some of them began, which therefore are as doubtful as they were.
    return new Step<>(told, List.of(), doubt(held.getFirst().startNanos()));
  }
}
