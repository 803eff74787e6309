package dev.pointsman.agent.collect;

import dev.pointsman.connector.http.Excerpt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One run of a collector, whose outcome counts once: that of its end, or that of its timeout. */
final class Round {

  /** Some instances of a cluster, each with its own reason. */
  private static final int MAX_CHARS = 1000;

  private final boolean inTurn;
  private final Thread thread = Thread.currentThread();
  private final long startNanos = System.nanoTime();
  private long heardNanos = startNanos;
  private boolean heard;
  private boolean ended;
  private boolean counted;

  /**
   * Begins, by this thread.
   *
   * @param inTurn whether it was due; else it is only to find out whether the system answers
   */
  Round(boolean inTurn) {
    this.inTurn = inTurn;
  }

  boolean isInTurn() {
    return inTurn;
  }

  /** It is over; true where that is in time. */
  synchronized boolean end() {
    ended = true;
    // Whatever this thread does next is not meant.
    boolean unused = Thread.interrupted();
    return count();
  }

  /** Its time is up; true where it did not end before. */
  synchronized boolean timeOut() {
    return count();
  }

  /** Makes it end, where it has not. */
  synchronized void interrupt() {
    if (!ended) {
      thread.interrupt();
    }
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

  /** Something came of it: the system has just answered. */
  synchronized void hear() {
    if (!heard) {
      heard = true;
      heardNanos = System.nanoTime();
    }
  }

  synchronized boolean hasHeard() {
    return heard;
  }

  /** When something came of it first; where nothing did its start, as it is not known better. */
  synchronized long heardNanos() {
    return heardNanos;
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** An error of a collector, in a line, whoever made the text of it. */
  static String explain(@Nullable Throwable error) {
    if (error == null) {
      return "no reason";
    }
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : Excerpt.line(message, MAX_CHARS);
  }
}
