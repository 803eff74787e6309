package dev.pointsman.agent.sight;

import java.time.Duration;
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
import org.jspecify.annotations.Nullable;

/**
 * Tells targets that do not answer from an agent that sees nothing.
 *
 * <p>A run without any answer is held until it is known that some host answered after that run
 * began: then it is the target's fault, and is told. Where nothing is known, other hosts are to be
 * asked: a few of those that answer, then all but those that are known to be down. One question
 * serves all runs that are held, and the next one is asked {@link #PACE_NANOS} later. If none of
 * all hosts answers, the agent is blind: what is held, and what comes until a host answers again,
 * is dropped. With fewer than two hosts there is nobody to compare with: everything is told.
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

  /** From one question to the next, so that targets which are down cost the others little. */
  static final long PACE_NANOS = Duration.ofSeconds(1).toNanos();

  /** For how long a host counts as down that was silent while another one answered. */
  static final long DOWN_NANOS = Duration.ofMinutes(1).toNanos();

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
   */
  public record Step<R>(List<R> told, List<R> dropped) {
    static <R> Step<R> tell(List<R> results) {
      return new Step<>(results, List.of());
    }

    private Step<R> andTell(R result) {
      var all = new ArrayList<>(told);
      all.add(result);
      return new Step<>(all, dropped);
    }

    private Step<R> andDrop(List<R> results) {
      var all = new ArrayList<>(dropped);
      all.addAll(results);
      return new Step<>(told, all);
    }
  }

  /**
   * Whom to ask now.
   *
   * @param again after how many nanoseconds more may have to be asked; 0 where nothing is in doubt
   */
  public record Questions(Collection<String> hosts, long again) {
    private static final Questions NONE = new Questions(Set.of(), 0);
  }

  private record Held<R>(R result, long startNanos) {}

  /** The starts of the first and the last run of a host that has not answered since. */
  private record Silence(long firstNanos, long lastNanos) {}

  private final Set<String> hosts;
  private final Map<String, Long> heardByHost = new HashMap<>();
  private final Map<String, Silence> silenceByHost = new HashMap<>();
  private final Deque<Held<R>> held = new ArrayDeque<>();
  private final Set<String> silentSince = new HashSet<>();
  private final Set<String> askedSince = new HashSet<>();
  private State state = State.SEEING;
  private long doubtNanos;
  private long heardNanos;
  private boolean heardEver;
  private long askedNanos;
  private boolean askedEver;

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
   * @param host null where it is another check by which one knows whether the host answers
   * @param heardNanos when the host said something last, if it did
   */
  public Step<R> ended(
      @Nullable String host, Evidence evidence, long startNanos, long heardNanos, R result) {
    return switch (evidence) {
      case LOCAL -> leaveOut(host).andTell(result);
      case ANSWER -> heard(host, heardNanos).andTell(result);
      case NO_ANSWER -> silent(host, startNanos, result);
    };
  }

  /**
   * A run has ended that was only to find out whether anybody answers.
   *
   * @param heardNanos when the host said something last, if it did
   */
  public Step<R> asked(String host, Evidence evidence, long startNanos, long heardNanos) {
    return switch (evidence) {
      case LOCAL -> leaveOut(host);
      case ANSWER -> heard(host, heardNanos);
      case NO_ANSWER -> silence(host, startNanos);
    };
  }

  private Step<R> leaveOut(@Nullable String host) {
    if (host != null) {
      hosts.remove(host);
    }
    return conclude();
  }

  /** Whom to ask at this moment; to be called after each step, and again when it says. */
  public Questions questions(long nowNanos) {
    if (state != State.DOUBTING) {
      return Questions.NONE;
    }
    long since = nowNanos - askedNanos;
    if (askedEver && since < PACE_NANOS) {
      return new Questions(Set.of(), PACE_NANOS - since);
    }
    Collection<String> asked = askedSince.isEmpty() ? few() : others();
    askedSince.addAll(asked);
    if (!asked.isEmpty()) {
      askedNanos = nowNanos;
      askedEver = true;
    }
    return new Questions(asked, PACE_NANOS);
  }

  private Collection<String> few() {
    List<String> answering =
        hosts.stream()
            .filter(each -> heardByHost.containsKey(each) && !silenceByHost.containsKey(each))
            .sorted(Comparator.comparingLong(this::sinceHeard).thenComparing(each -> each))
            .limit(FEW)
            .toList();
    return answering.isEmpty() ? others().stream().sorted().limit(FEW).toList() : answering;
  }

  /** All who may answer. */
  private Collection<String> others() {
    return hosts.stream().filter(each -> !askedSince.contains(each) && !isSilent(each)).toList();
  }

  /** Orders by when they were heard: those who were heard last come first. */
  private long sinceHeard(String host) {
    return doubtNanos - heardByHost.getOrDefault(host, doubtNanos);
  }

  private Step<R> silent(@Nullable String host, long startNanos, R result) {
    if (hosts.size() < 2 || (heardEver && heardNanos - startNanos >= 0)) {
      note(host, startNanos);
      return Step.tell(List.of(result));
    }
    switch (state) {
      case BLIND -> {
        return new Step<>(List.of(), List.of(result));
      }
      case DOUBTING -> {
        held.add(new Held<>(result, startNanos));
        List<R> oldest = held.size() > MOST_HELD ? List.of(held.removeFirst().result()) : List.of();
        return silence(host, startNanos).andDrop(oldest);
      }
      case SEEING -> {
        held.add(new Held<>(result, startNanos));
        doubt(startNanos);
        // One that was well until now is asked once more before it counts.
        note(host, startNanos);
        return conclude();
      }
    }
    throw new AssertionError(state);
  }

  /** Whether anybody has answered since is to be asked. */
  private void doubt(long sinceNanos) {
    state = State.DOUBTING;
    doubtNanos = sinceNanos;
    silentSince.clear();
    askedSince.clear();
  }

  private void note(@Nullable String host, long startNanos) {
    if (host == null || heardByHost.getOrDefault(host, startNanos - 1) - startNanos >= 0) {
      return;
    }
    silenceByHost.merge(
        host,
        new Silence(startNanos, startNanos),
        (before, now) -> new Silence(before.firstNanos, startNanos));
  }

  /** Notes that a host did not answer. */
  private Step<R> silence(@Nullable String host, long startNanos) {
    if (state != State.BLIND) {
      note(host, startNanos);
    }
    // A run that began before the doubt says nothing of the time since.
    if (host != null && startNanos - doubtNanos >= 0) {
      silentSince.add(host);
    }
    return conclude();
  }

  /** When no host answers, the agent is blind. */
  private Step<R> conclude() {
    if (state != State.DOUBTING || !hosts.stream().allMatch(this::isSilent)) {
      return Step.tell(List.of());
    }
    List<R> results = held.stream().map(Held::result).toList();
    held.clear();
    if (hosts.size() < 2) {
      state = State.SEEING;
      return Step.tell(results);
    }
    state = State.BLIND;
    silenceByHost.clear(); // it may have been all the agent's own
    return new Step<>(List.of(), results);
  }

  private boolean isSilent(String host) {
    return silentSince.contains(host) || isDown(host);
  }

  /** Whether it was silent, and not long ago, while another one answered. */
  private boolean isDown(String host) {
    Silence silence = silenceByHost.get(host);
    return silence != null
        && heardEver
        && heardNanos - silence.firstNanos >= 0
        && doubtNanos - silence.lastNanos < DOWN_NANOS;
  }

  /** Notes an answer: what began before it and got none is true. */
  private Step<R> heard(@Nullable String host, long nanos) {
    if (host != null) {
      heardByHost.merge(host, nanos, Math::max);
      silenceByHost.remove(host);
    }
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
    } else {
      // It spoke before some of them began, which therefore are as doubtful as they were.
      doubt(held.getFirst().startNanos());
    }
    return Step.tell(told);
  }
}
