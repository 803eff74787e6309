package dev.pointsman.bench.latency;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One target that fails once, from its first answer until somebody was paged for it. */
final class Trial {

  /** The failing answer that decides. */
  static final int DECISIVE = 3;

  private final String name;
  private boolean failing;
  private int answers;
  private int failures;
  private int pages;
  private long decisiveNanos;
  private @Nullable Long pagedNanos;

  Trial(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** From now on it fails. */
  synchronized void fail() {
    failing = true;
  }

  /**
   * It is asked.
   *
   * @param nanos when it answers
   * @return whether it fails
   */
  synchronized boolean answer(long nanos) {
    answers++;
    if (!failing) {
      return false;
    }
    failures++;
    if (failures == DECISIVE) {
      decisiveNanos = nanos;
    }
    return true;
  }

  /** Somebody is paged for it, which heals it. */
  synchronized void page(long nanos) {
    pages++;
    if (pagedNanos == null) {
      pagedNanos = nanos;
      failing = false;
      notifyAll();
    }
  }

  /** How often it has answered. */
  synchronized int answers() {
    return answers;
  }

  /** How often somebody was paged for it. */
  synchronized int pages() {
    return pages;
  }

  /**
   * How long it took, in nanoseconds; waits for the page where none came yet. Empty where whoever
   * looked met other failures besides, such as an answer that came too late, and so paged before
   * the answer that decides.
   *
   * @param deadlineNanos until when, by {@link System#nanoTime}
   * @throws TimeoutException if none comes
   */
  synchronized OptionalLong await(long deadlineNanos)
      throws InterruptedException, TimeoutException {
    while (pagedNanos == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(
            "no page came for %s, which failed %d times".formatted(name, failures));
      }
      wait(left);
    }
    return failures < DECISIVE ? OptionalLong.empty() : OptionalLong.of(pagedNanos - decisiveNanos);
  }
}
