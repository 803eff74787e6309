package dev.pointsman.agent;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which checks an agent is to run, and which of them have fallen silent: those that have found
 * nothing out for three of their intervals. Any thread may call.
 */
public final class Coverage {

  private static final int SILENT_AFTER_INTERVALS = 3;

  private final Set<Check> checks = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanoTime;

  /**
   * No checks yet.
   *
   * @param nanoTime such as {@link System#nanoTime}
   */
  public Coverage(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Announces a check, which is silent once it does not tell for three intervals from now on.
   *
   * @param interval from one run to the next
   */
  public Check expect(Duration interval) {
    var check = new Check(interval.toNanos() * SILENT_AFTER_INTERVALS);
    checks.add(check);
    return check;
  }

  /** How many checks there are. */
  public int checks() {
    return checks.size();
  }

  /** How many of them are silent now. */
  public int silent() {
    long now = nanoTime.getAsLong();
    return (int) checks.stream().filter(each -> each.isSilent(now)).count();
  }

  /** One check that is to run again and again. */
  public final class Check {

    private final long patienceNanos;
    private volatile long toldNanos = nanoTime.getAsLong();

    private Check(long patienceNanos) {
      this.patienceNanos = patienceNanos;
    }

    /** A run has found something out, whatever it is and whether or not that was written. */
    public void told() {
      toldNanos = nanoTime.getAsLong();
    }

    /** It is not to run any more. */
    public void forget() {
      checks.remove(this);
    }

    private boolean isSilent(long now) {
      return now - toldNanos > patienceNanos;
    }
  }
}
