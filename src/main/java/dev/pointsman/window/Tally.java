package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Condition;

/**
 * What one condition makes of the readings of one ring that are in its window, kept up to date with
 * each reading that comes or goes. Its own readings are those of the window.
 */
public abstract class Tally implements Readings {

  private final ConditionWindow window;
  private final Ring ring;
  private final Labels labels;

  /** Where the window begins in the ring. */
  private int from;

  private boolean isStale;
  private boolean holds;
  private Intake intake = Intake.LATE;

  /** When it is to be looked at again; {@link Long#MAX_VALUE} where nobody waits for it. */
  private long dueAt = Long.MAX_VALUE;

  Tally(ConditionWindow window, Ring ring, Labels labels) {
    this.window = window;
    this.ring = ring;
    this.labels = labels;
    while (from < ring.size() && ring.timestamp(from) <= window.boundary()) {
      from++;
    }
    isStale = true;
  }

  /**
   * A tally of the readings that the ring has, and of those to come.
   *
   * @param past how {@code every} stood before the window; not used by other aggregates
   */
  static Tally of(ConditionWindow window, Ring ring, Labels labels, Run past) {
    return switch (window.condition().aggregate()) {
      case COUNT -> new CountTally(window, ring, labels);
      case CONSECUTIVE -> new ConsecutiveTally(window, ring, labels);
      case EVERY -> new EveryTally(window, ring, labels, past);
      case LAST -> new LastTally(window, ring, labels);
      case MIN, MAX, P50, P90, P95, P99 -> new RankTally(window, ring, labels);
      case SUM, AVG, INCREASE, RATE -> new SumTally(window, ring, labels);
    };
  }

  /** Reads all that is in the window already; called once, when the subclass is made. */
  final void catchUp() {
    for (int i = from; i < ring.size(); i++) {
      added(i);
    }
  }

  public final Ring ring() {
    return ring;
  }

  public final Labels labels() {
    return labels;
  }

  public final ConditionWindow window() {
    return window;
  }

  final Condition condition() {
    return window.condition();
  }

  @Override
  public final int size() {
    return ring.size() - from;
  }

  @Override
  public final long timestamp(int index) {
    return ring.timestamp(from + index);
  }

  @Override
  public final double value(int index) {
    return ring.value(from + index);
  }

  /** The labels of one of its readings. */
  final Labels labels(int index) {
    return ring.labels(from + index, labels);
  }

  final boolean isEmpty() {
    return from == ring.size();
  }

  final int from() {
    return from;
  }

  /**
   * A reading of this time comes.
   *
   * @return whether it is not late
   */
  final boolean expect(long timestamp) {
    boolean isLate = timestamp <= window.boundary();
    if (isLate) {
      expire(window.boundary()); // or else it would leave the window without having come into it
    }
    intake = isLate ? Intake.LATE : Intake.DUPLICATE;
    return !isLate;
  }

  /** The reading was put into the ring. */
  final void inserted(int place, long timestamp) {
    if (timestamp <= window.boundary()) {
      from += place <= from ? 1 : 0;
      shifted(place);
      return;
    }
    boolean wasEmpty = ring.size() - from == 1;
    if (place < ring.size() - 1) {
      shifted(place);
    }
    added(place);
    isStale = true;
    intake = Intake.NEW;
    window.touched(this, wasEmpty || place == from);
  }

  /** What became of the reading that came last. */
  public final Intake intake() {
    return intake;
  }

  /** Lets go of what is at or before the boundary. */
  final void expire(long boundary) {
    while (from < ring.size() && ring.timestamp(from) <= boundary) {
      removing(from);
      from++;
      isStale = true;
    }
  }

  /** Judges it anew where something changed; returns whether that changed what it says. */
  final boolean refresh() {
    if (!isStale) {
      return false;
    }
    isStale = false;
    boolean before = holds;
    holds = !isEmpty() && judge();
    return holds != before;
  }

  /** Whether it makes the condition true, as of the last {@link #refresh}. */
  final boolean holds() {
    return holds;
  }

  /** The place of the first reading that it looks at. */
  final int firstInWindow() {
    expire(window.boundary());
    return from;
  }

  /** Whether there is anything that another reading would be judged with. */
  boolean isAlive() {
    expire(window.boundary());
    return !isEmpty();
  }

  /** The first so many readings are no more in the ring. */
  void dropped(int count) {
    from -= count;
  }

  /** When it has to be looked at because of time alone: what time makes true, or no more. */
  long nextExpiry() {
    boolean isIndifferent = isEmpty() || (!holds && condition().trigger() != null);
    return isIndifferent ? Long.MAX_VALUE : ring.timestamp(from);
  }

  final long dueAt() {
    return dueAt;
  }

  final void setDueAt(long dueAt) {
    this.dueAt = dueAt;
  }

  /** The aggregate over the window, which is not empty. */
  abstract double value();

  boolean judge() {
    return condition().bound().holds(value());
  }

  /** A reading was put at a place before others; the indices from there on are one more. */
  void shifted(int place) {}

  /** A reading that came into the window. */
  abstract void added(int index);

  /** A reading that is about to leave the window, which begins with it. */
  abstract void removing(int index);

  /** How {@code every} stood before the window; a run that has not begun for other aggregates. */
  public Run past() {
    return Run.NONE;
  }
}
