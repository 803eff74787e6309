package dev.pointsman.agent.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was written to the source and when it was seen at one destination. Replication keeps order:
 * where a write has arrived, all before it have, or were overtaken.
 */
final class CanaryFlight {

  /** A week of one a minute; beyond it only the oldest and the newest matter. */
  private static final int MOST_WRITES = 10_000;

  private final TreeSet<Instant> flying = new TreeSet<>();
  private @Nullable Instant arrived;
  private Duration lastFlight = Duration.ZERO;

  void wrote(Instant written) {
    if (arrived != null && !written.isAfter(arrived)) {
      return;
    }
    flying.add(written);
    if (flying.size() > MOST_WRITES) {
      Instant second = flying.higher(flying.first());
      if (second != null) {
        flying.remove(second);
      }
    }
  }

  /** At {@code now} the destination held what was written at {@code written}. */
  void saw(Instant written, Instant now) {
    if (arrived == null || written.isAfter(arrived)) {
      arrived = written;
      lastFlight = Duration.between(written, now);
    }
    flying.headSet(written, true).clear();
  }

  boolean allArrived() {
    return flying.isEmpty();
  }

  /**
   * How long ago the oldest write was that has not arrived; where all have, how long the last one
   * took, up to when it was seen.
   */
  Duration lag(Instant now) {
    Duration lag = flying.isEmpty() ? lastFlight : Duration.between(flying.first(), now);
    return lag.isNegative() ? Duration.ZERO : lag; // clocks of two agents differ
  }
}
