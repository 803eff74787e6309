package dev.pointsman.agent.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets something be said at once, and then no more than once a minute. Any thread may ask. */
public final class OnceAMinute {

  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private @Nullable Long lastNanos;

  /**
   * Whether it may be said now, which then counts as said.
   *
   * @param nowNanos by {@link System#nanoTime()}
   */
  public synchronized boolean isDue(long nowNanos) {
    if (lastNanos != null && nowNanos - lastNanos < MINUTE_NANOS) {
      return false;
    }
    lastNanos = nowNanos;
    return true;
  }
}
