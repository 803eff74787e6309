package dev.pointsman.notify;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a delivery is attempted and how long to wait in between: the {@code retry} section of a
 * high-availability configuration.
 *
 * @param maxAttempts with the first one
 */
public record RetryPolicy(
    int maxAttempts, Duration initialInterval, double multiplier, Duration maxInterval)
    implements Serializable {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(5));

  /** A receiver that asks for more than this is not believed. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  public RetryPolicy {
    if (maxAttempts < 1 || multiplier < 1) {
      throw new IllegalArgumentException("at least one attempt and a multiplier of at least 1");
    }
    if (initialInterval.isNegative() || maxInterval.compareTo(initialInterval) < 0) {
      throw new IllegalArgumentException("intervals must be 0 or more, and the maximum no smaller");
    }
  }

  /**
   * The wait before the next attempt, or null where there is none. A receiver that says how long it
   * wants to be left alone is left alone so long, also beyond the maximum interval.
   */
  public @Nullable Duration afterFailures(int failures, @Nullable Duration askedFor) {
    if (failures >= maxAttempts) {
      return null;
    }
    double millis = (double) initialInterval.toMillis() * Math.pow(multiplier, failures - 1.0);
    Duration wait = Duration.ofMillis((long) Math.min(millis, (double) maxInterval.toMillis()));
    if (askedFor != null && askedFor.compareTo(wait) > 0) {
      wait = askedFor;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
