package dev.pointsman.window;

import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;

/**
 * An unbroken run of readings that satisfy a bound, as {@code every} looks for it: neighbours are
 * no further apart than the window. Fed with readings in the order of time, of which it remembers
 * the last, in case the bound becomes another one.
 */
public final class Run {

  /** Before any reading; never changed. */
  public static final Run NONE = new Run();

  private boolean begun;
  private boolean alive;
  private long start;
  private long newest;
  private double newestValue;

  /** Before any reading. */
  Run() {}

  Run(Run other) {
    begun = other.begun;
    alive = other.alive;
    start = other.start;
    newest = other.newest;
    newestValue = other.newestValue;
  }

  void take(long timestamp, double value, Bound bound, long windowMillis) {
    if (!alive || timestamp - newest > windowMillis) {
      start = timestamp;
    }
    begun = true;
    alive = bound.holds(value);
    newest = timestamp;
    newestValue = value;
  }

  /** What is known of the run under another bound: at most the last reading is of it. */
  public Run under(Bound bound) {
    return begun ? of(newest, newestValue, bound.holds(newestValue), newest) : new Run();
  }

  /**
   * Whether any reading still to come is further away than the window, for all of them are newer
   * than the boundary: the gap is a break.
   */
  boolean isOutOfReach(long boundary, Condition condition) {
    long window = condition.windowMillis();
    return begun && newest <= Long.MAX_VALUE - window && newest + window <= boundary;
  }

  /** Whether any reading was taken. */
  public boolean hasBegun() {
    return begun;
  }

  /** Whether the run reaches up to the last reading taken. */
  boolean isAlive() {
    return alive;
  }

  /** The timestamp of its first reading, in milliseconds since the epoch. */
  long start() {
    return start;
  }

  /** The timestamp of the last reading taken. */
  long newest() {
    return newest;
  }

  /** The value of the last reading taken. */
  double newestValue() {
    return newestValue;
  }

  static Run of(long newest, double newestValue, boolean alive, long start) {
    var run = new Run();
    run.begun = true;
    run.alive = alive;
    run.start = start;
    run.newest = newest;
    run.newestValue = newestValue;
    return run;
  }
}
