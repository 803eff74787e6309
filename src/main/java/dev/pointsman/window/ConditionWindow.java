package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One condition in one group, and its verdict: the same whatever order the readings came in, as
 * long as none was late. A reading costs no more where the group has many series. Mutable, for one
 * thread.
 */
public class ConditionWindow {

  /** The oldest first, and of the same time by their labels. */
  private static final Comparator<Reading> IN_TIME =
      Comparator.comparingLong(Reading::timestamp).thenComparing(Reading::labels);

  /** So many series are looked at one by one, more only when their time has come. */
  private static final int FEW = 16;

  private static final Tally[] NONE = {};

  /** A tally that is to be looked at when the window begins at this time. */
  private record Due(long at, Tally tally) {}

  private final Condition condition;
  private long boundary;
  private Tally[] tallies = NONE;
  private int count;

  /** The tally where there is just one. */
  private @Nullable Tally only;

  private int trueCount;
  private final @Nullable Quorum quorum;

  /** The tally that the present event brought something. */
  private @Nullable Tally touched;

  /** By when the oldest reading of each leaves the window; null while there are few. */
  private @Nullable PriorityQueue<Due> queue;

  private @Nullable Run pooledPast;
  private @Nullable Tally pooled;
  private @Nullable Pool pool;

  /**
   * A window in which no series is yet.
   *
   * @param boundary where it begins: every reading that counts is newer; in milliseconds since the
   *     epoch
   * @param pooledPast how {@code every} over the pool stood before the window
   */
  public ConditionWindow(Condition condition, long boundary, Run pooledPast) {
    this.condition = condition;
    this.boundary = boundary;
    this.pooledPast = condition.per() == Scope.GROUP ? pooledPast : null;
    this.quorum = condition.quorum().isEmpty() ? null : new Quorum(condition.quorum());
  }

  public final Condition condition() {
    return condition;
  }

  long boundary() {
    return boundary;
  }

  boolean isPooled() {
    return pooledPast != null;
  }

  /**
   * Looks at a ring from now on, and at what is in it.
   *
   * @param past how {@code every} stood before the window
   */
  public final Tally watch(Ring ring, Labels labels, Run past) {
    Tally tally =
        isPooled() ? new MemberTally(this, ring, labels) : Tally.of(this, ring, labels, past);
    ring.tell(tally);
    if (pooled != null && ring.size() > 0) {
      pooledPast = pooled.past();
      pooled = null;
    }
    if (count == tallies.length) {
      tallies = Arrays.copyOf(tallies, count == 0 ? 1 : count * 2);
    }
    tallies[count++] = tally;
    only = count == 1 ? tally : null;
    if (!isPooled()) {
      settle(tally);
      if (queue != null) {
        wait(tally);
      } else if (count > FEW) {
        queue = new PriorityQueue<>(2 * FEW, Comparator.comparingLong(Due::at));
        for (int i = 0; i < count; i++) {
          wait(tallies[i]);
        }
      }
    }
    return tally;
  }

  /** Lets go of some tallies, none of which {@link Tally#isAlive}. */
  public final void forget(Set<Tally> dead) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (!dead.contains(tallies[i])) {
        tallies[kept++] = tallies[i];
      }
    }
    Arrays.fill(tallies, kept, count, null);
    count = kept;
    only = count == 1 ? tallies[0] : null;
  }

  void touched(Tally tally, boolean isFirstInWindow) {
    if (isPooled()) {
      return;
    }
    touched = tally;
    if (queue != null && isFirstInWindow) {
      wait(tally);
    }
  }

  void pool(long timestamp, double value, Tally member) {
    if (pool != null && pooled != null) {
      pooled.inserted(pool.add(timestamp, value, member), timestamp);
    }
  }

  /**
   * Lets go of what is no longer in {@code (t - window, t]}, and judges what changed.
   *
   * @param t the group's time, in milliseconds since the epoch
   */
  public final void moveTo(long t) {
    Tally all = isPooled() ? pooled() : null;
    boundary = t - condition.windowMillis();
    if (all != null) {
      all.expire(boundary);
      all.refresh();
    } else if (only != null && queue == null) {
      only.expire(boundary);
      settle(only);
    } else if (queue == null) {
      for (int i = 0; i < count; i++) {
        tallies[i].expire(boundary);
        settle(tallies[i]);
      }
    } else {
      expireDue(queue);
      if (touched != null) {
        touched.expire(boundary);
        settle(touched);
        if (touched.nextExpiry() < touched.dueAt()) {
          wait(touched);
        }
      }
    }
    touched = null;
  }

  private void expireDue(PriorityQueue<Due> waiting) {
    for (Due head = waiting.peek(); head != null && head.at() <= boundary; head = waiting.peek()) {
      waiting.remove();
      if (head.at() == head.tally().dueAt()) {
        head.tally().expire(boundary);
        settle(head.tally());
        wait(head.tally());
      }
    }
  }

  private void wait(Tally tally) {
    tally.setDueAt(tally.nextExpiry());
    if (queue != null && tally.dueAt() != Long.MAX_VALUE) {
      queue.add(new Due(tally.dueAt(), tally));
    }
  }

  private void settle(Tally tally) {
    if (tally.refresh()) {
      trueCount += tally.holds() ? 1 : -1;
      if (quorum != null) {
        quorum.count(tally.labels(), tally.holds() ? 1 : -1);
      }
    }
  }

  /** The verdict as of the time that it was moved to. */
  public final boolean holds() {
    if (isPooled()) {
      return pooled().holds();
    }
    return trueCount > 0 && (quorum == null || quorum.isReached());
  }

  /** Whether nothing makes it true: no series by itself, nor all of them together. */
  public final boolean isAtRest() {
    return isPooled() ? !pooled().holds() : trueCount == 0;
  }

  /**
   * The most extreme value among the series that make it true, or, when none does, among all; null
   * where the window is empty. Looks at each series.
   */
  public final @Nullable Double value() {
    if (isPooled()) {
      return pooled().isEmpty() ? null : (Double) pooled().value();
    }
    var extreme = new Extreme(condition.bound().comparison());
    for (int i = 0; i < count; i++) {
      Tally each = tallies[i];
      each.expire(boundary);
      if (!each.isEmpty() && (each.holds() || trueCount == 0)) {
        extreme.take(each.labels(), each.value());
      }
    }
    return extreme.value;
  }

  /**
   * The newest readings in the window that decided a verdict, in no order.
   *
   * @param holds the verdict: for a true one those of the series that make it true, for a false one
   *     all
   */
  public final Collection<Reading> evidence(boolean holds, int atMost) {
    var newest = new PriorityQueue<>(IN_TIME);
    for (int i = 0; i < count; i++) {
      Tally each = tallies[i];
      each.expire(boundary);
      if (!holds || isPooled() || each.holds()) {
        for (int j = each.size() - 1; j >= 0; j--) {
          newest.add(
              new Reading(condition.metric(), each.labels(), each.value(j), each.timestamp(j)));
          if (newest.size() > atMost) {
            Reading oldest = newest.remove();
            if (oldest.labels().equals(each.labels())) {
              break; // the others of this series are older still
            }
          }
        }
      }
    }
    return newest;
  }

  /** How {@code every} over the pool stood before the window. */
  public final Run pooledPast() {
    if (pooled != null) {
      return pooled.past();
    }
    return pooledPast == null ? Run.NONE : pooledPast;
  }

  /** How {@code every} stood before the window, of each series of which that still matters. */
  public final Map<Labels, Run> pasts() {
    var pasts = new HashMap<Labels, Run>();
    for (int i = 0; i < count; i++) {
      Run past = tallies[i].past();
      if (past.hasBegun() && !past.isOutOfReach(boundary, condition)) {
        pasts.put(tallies[i].labels(), past);
      }
    }
    return pasts;
  }

  /** Made when it is asked for first, with one sort, and then kept in order. */
  private Tally pooled() {
    if (pooled == null) {
      pool = pool();
      pooled = Tally.of(this, pool, Labels.EMPTY, pooledPast());
      pool.tell(pooled);
      pooled.refresh();
    }
    return pooled;
  }

  private Pool pool() {
    record Member(Tally series, int index) {}
    var readings = new ArrayList<Member>();
    for (int i = 0; i < count; i++) {
      tallies[i].expire(boundary);
      for (int j = 0; j < tallies[i].size(); j++) {
        readings.add(new Member(tallies[i], j));
      }
    }
    // So that each has its place behind the others.
    readings.sort(
        Comparator.comparingLong((Member each) -> each.series().timestamp(each.index()))
            .thenComparing(each -> each.series().labels()));
    var all = new Pool(condition.metric());
    for (Member each : readings) {
      Tally series = each.series();
      all.add(series.timestamp(each.index()), series.value(each.index()), series);
    }
    return all;
  }

  /** A counter's neighbours are of its own series: the pool's increase is the sum of theirs. */
  double pooledIncrease() {
    Tally[] byLabels = Arrays.copyOf(tallies, count);
    Arrays.sort(byLabels, Comparator.comparing(Tally::labels));
    double sum = 0;
    for (Tally each : byLabels) {
      each.expire(boundary);
      sum = Aggregation.finite(sum + Aggregation.increase(each));
    }
    return sum;
  }

  /** The most extreme of the values taken, in the direction in which the comparison looks. */
  private static final class Extreme {
    private final Comparison comparison;
    private @Nullable Labels labels;
    private @Nullable Double value;

    Extreme(Comparison comparison) {
      this.comparison = comparison;
    }

    void take(Labels candidate, double candidateValue) {
      if (value == null
          || labels == null
          || switch (comparison) {
            case GREATER, GREATER_OR_EQUAL -> candidateValue > value;
            case LESS, LESS_OR_EQUAL -> candidateValue < value;
            case EQUAL, NOT_EQUAL -> candidate.compareTo(labels) < 0;
          }) {
        labels = candidate;
        value = candidateValue;
      }
    }
  }
}
