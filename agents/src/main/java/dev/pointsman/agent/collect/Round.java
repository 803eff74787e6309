package dev.pointsman.agent.collect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One run of a collector, whose outcome counts once: that of its end, or that of its timeout. */
final class Round {

  private final Thread thread = Thread.currentThread();
  private final long startNanos = System.nanoTime();
  private boolean ended;
  private boolean counted;

  /** It is over; true where that is in time. */
  synchronized boolean end() {
    ended = true;
    // Whatever this thread does next is not meant.
    boolean unused = Thread.interrupted();
    return count();
  }

  /** Its time is up, and it is interrupted; true where it did not end before. */
  synchronized boolean timeOut() {
    if (!ended) {
      thread.interrupt();
    }
    return count();
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Whether it goes on after its time. */
  synchronized boolean isLate() {
    return counted && !ended;
  }

  private boolean count() {
    boolean first = !counted;
    counted = true;
    return first;
  }

  /** When it began, by {@link System#nanoTime()}. */
  long startNanos() {
    return startNanos;
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** An error of a collector, in a line. */
  static String explain(@Nullable Throwable error) {
    if (error == null) {
      return "no reason";
    }
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}
