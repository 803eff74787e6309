package dev.pointsman.job.alerting;

import dev.pointsman.event.EventDecoder;
import java.io.Serializable;

/**
 * Which timestamps an event may have.
 *
 * @param earliestMillis the oldest, in milliseconds since the epoch
 * @param maxAheadMillis how far ahead of the clock; a farther one would make everybody else's
 *     readings late
 */
public record EventAge(long earliestMillis, long maxAheadMillis) implements Serializable {

  /** For events as they happen. */
  public static final EventAge LIVE = new EventAge(EventDecoder.EARLIEST, 10_000);

  /** For recorded events, which may be of any day. */
  public static final EventAge RECORDED = new EventAge(EventDecoder.EARLIEST, Long.MAX_VALUE);

  /** For written tests, whose time begins at 0. */
  public static final EventAge WRITTEN = new EventAge(0, Long.MAX_VALUE);

  long latestMillis(long now) {
    long latest = now + maxAheadMillis;
    return latest < now ? Long.MAX_VALUE : latest;
  }
}
