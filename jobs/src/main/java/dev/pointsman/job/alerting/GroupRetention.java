package dev.pointsman.job.alerting;

import java.io.Serializable;
import java.time.Duration;

/**
 * For how long groups are remembered, and how many of them ready to be judged.
 *
 * @param ttl how long a group is remembered of which nothing comes; longer than any window
 * @param liveSeries about how many series the groups that a subtask holds in memory, besides in the
 *     state, may have together: one to two kilobytes each
 */
public record GroupRetention(Duration ttl, int liveSeries) implements Serializable {

  /** A week, and about 150 MB. */
  public static final GroupRetention DEFAULT = new GroupRetention(Duration.ofDays(7), 100_000);

  /** Remembered for good. */
  public static final GroupRetention FOREVER =
      new GroupRetention(Duration.ofDays(100_000), DEFAULT.liveSeries);

  public GroupRetention {
    if (ttl.isNegative() || ttl.isZero() || liveSeries <= 0) {
      throw new IllegalArgumentException("ttl " + ttl + ", live series " + liveSeries);
    }
  }
}
