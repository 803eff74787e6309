package dev.pointsman.agent.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * Times that are an interval apart. Schedules of one interval are spread over it by what they are
 * for, so that they neither come all at once nor move when an agent starts anew.
 *
 * @param everyMillis the interval
 * @param offsetMillis of its times since the epoch, less than the interval
 */
public record Schedule(long everyMillis, long offsetMillis) {

  public Schedule {
    if (everyMillis <= 0) {
      throw new IllegalArgumentException("an interval must be at least 1 ms");
    }
    if (offsetMillis < 0 || offsetMillis >= everyMillis) {
      throw new IllegalArgumentException("an offset must be within the interval");
    }
  }

  /**
   * A schedule of its own for each identity.
   *
   * @param identity what tells what it is for from everything else
   */
  public static Schedule spread(Duration interval, String... identity) {
    var hash = new CRC32();
    hash.update(String.join("\n", identity).getBytes(StandardCharsets.UTF_8));
    long every = interval.toMillis();
    return new Schedule(every, every <= 0 ? 0 : hash.getValue() % every);
  }

  /**
   * The time after {@code due} by a monotonic clock, which nobody sets: an interval later, or the
   * first of those after {@code now} where some were missed, as they are not made up for.
   *
   * @param due nanoseconds
   * @param now nanoseconds of the same clock
   */
  public long next(long due, long now) {
    long every = Math.multiplyExact(everyMillis, 1_000_000L);
    long late = Math.max(0, now - due);
    return due + (late / every + 1) * every;
  }

  /** The first of its times after {@code now}. */
  public Instant after(Instant now) {
    long sinceLast = Math.floorMod(now.toEpochMilli() - offsetMillis, everyMillis);
    return Instant.ofEpochMilli(now.toEpochMilli() + everyMillis - sinceLast);
  }
}
