package dev.pointsman.agent.delivery;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * Goes on from what another clock showed once, as time passes: setting that clock neither ages what
 * waits nor keeps it young.
 */
final class SteadyClock extends Clock {

  private final Clock wall;
  private final LongSupplier nanos;
  private final Instant start;
  private final long startNanos;

  /**
   * Begins at what {@code wall} shows now.
   *
   * @param nanos a monotonic clock
   */
  SteadyClock(Clock wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.start = wall.instant();
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return wall.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteadyClock(wall.withZone(zone), nanos);
  }
}
