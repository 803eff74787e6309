package dev.pointsman.agent.delivery;

import java.time.Duration;

/**
 * How much a queue keeps at most; what is over is dropped, the oldest first.
 *
 * @param maxBytes of its files, at least 1 MiB
 * @param maxAge since an event was accepted
 */
public record QueueLimits(long maxBytes, Duration maxAge) {

  public static final QueueLimits DEFAULT = new QueueLimits(1L << 30, Duration.ofHours(24));

  private static final long LARGEST_SEGMENT = 16L << 20;
  private static final int SEGMENTS = 16;

  public QueueLimits {
    if (maxBytes < 1 << 20) {
      throw new IllegalArgumentException("a queue must be allowed at least 1 MiB");
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("events must be kept for some time");
    }
  }

  /** After how many bytes a new file begins: also what is dropped at once when it is full. */
  long segmentBytes() {
    return Math.min(LARGEST_SEGMENT, maxBytes / SEGMENTS);
  }
}
