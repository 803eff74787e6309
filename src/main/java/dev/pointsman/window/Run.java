package dev.pointsman.window;

import dev.pointsman.rule.Bound;

/**
 * An unbroken run of readings that satisfy a bound, as {@code every} looks for it: neighbours are
 * no further apart than the window. Fed with readings in the order of time.
 */
final class Run {

  private boolean alive;
  private long start;
  private long newest;

  Run() {}

  Run(Run other) {
    alive = other.alive;
    start = other.start;
    newest = other.newest;
  }

  void take(long timestamp, double value, Bound bound, long windowMillis) {
    if (!bound.holds(value)) {
      alive = false;
      return;
    }
    if (!alive || timestamp - newest > windowMillis) {
      start = timestamp;
    }
    alive = true;
    newest = timestamp;
  }

  /** Whether the run reaches up to the last reading taken. */
  boolean isAlive() {
    return alive;
  }

  /** The timestamp of its first reading, in milliseconds since the epoch. */
  long start() {
    return start;
  }

  long newest() {
    return newest;
  }

  static Run of(long start, long newest) {
    var run = new Run();
    run.alive = true;
    run.start = start;
    run.newest = newest;
    return run;
  }
}
