package dev.pointsman.agent.metric;

import dev.pointsman.event.Labels;

/**
 * One value of one series as Prometheus has it, which may be one that no event can hold.
 *
 * @param value NaN and infinities included
 * @param timestamp milliseconds since the epoch
 */
public record Sample(String metric, Labels labels, double value, long timestamp) {

  /** The NaN by which Prometheus says that a series has ended (remote write 1.0, stale markers). */
  public static final long STALE_BITS = 0x7ff0000000000002L;

  boolean isStaleMarker() {
    return Double.doubleToRawLongBits(value) == STALE_BITS;
  }
}
