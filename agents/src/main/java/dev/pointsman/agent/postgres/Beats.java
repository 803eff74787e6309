package dev.pointsman.agent.postgres;

import dev.pointsman.agent.postgres.HeartbeatTable.Shown;
import dev.pointsman.agent.postgres.HeartbeatTable.Written;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The beats that were written on one primary. A replica's lag is the age that the oldest of them
 * that it does not show had when it was last looked for, and zero where the newest was found at
 * once: so what is told is never more than the true lag, and on an idle cluster it is zero.
 */
final class Beats {

  /** More than a day of them at one every five seconds. */
  private static final int MOST = 20_000;

  private final String primary;
  private final long timeline;

  /** When each beat was written, by {@link System#nanoTime()}. */
  private final NavigableMap<Long, Long> writtenAt = new TreeMap<>();

  /** A replica that shows an earlier one misses beats that nobody here knows. */
  private long knownFrom;

  /** The beats of one primary on one timeline: another one may lack some of them for ever. */
  Beats(String primary, long timeline, Written first) {
    this.primary = primary;
    this.timeline = timeline;
    this.knownFrom = first.before() == null ? Long.MIN_VALUE : first.before();
    add(first);
  }

  boolean areOf(String instance, long onTimeline) {
    return primary.equals(instance) && timeline == onTimeline;
  }

  void add(Written written) {
    writtenAt.put(written.beat(), written.at());
    if (writtenAt.size() > MOST) {
      knownFrom = writtenAt.pollFirstEntry().getKey();
    }
  }

  /** How long the replica has been missing something. */
  Duration lag(Shown shown) {
    if (shown.missedAt() == null) {
      return Duration.ZERO;
    }
    long beat = shown.beat() == null ? Long.MIN_VALUE : shown.beat();
    Map.Entry<Long, Long> next = writtenAt.higherEntry(beat);
    Map.Entry<Long, Long> missed = next == null ? writtenAt.lastEntry() : next;
    Duration lag = positive(Duration.ofNanos(shown.missedAt() - missed.getValue()));
    if (shown.beat() != null && beat < knownFrom) {
      // It missed beats before this agent was started; a beat says itself when it was.
      Duration sinceBeat = Duration.ofMillis(shown.at().toEpochMilli() - beat);
      return lag.compareTo(sinceBeat) < 0 ? sinceBeat : lag;
    }
    return lag;
  }

  private static Duration positive(Duration lag) {
    return lag.isNegative() ? Duration.ZERO : lag;
  }
}
