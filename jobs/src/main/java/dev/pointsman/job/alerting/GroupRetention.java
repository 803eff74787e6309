package dev.pointsman.job.alerting;

import java.io.Serializable;
import java.time.Duration;

/**
 * For how long groups are remembered, and how many of them ready to be judged.
 *
 * @param ttl how long a group is remembered of which nothing comes; longer than any window
 * @param liveSeries about how many series the groups that a subtask holds in memory, besides in the
 *     state, may have together: one to two kilobytes each; or {@link #AS_THE_HEAP_ALLOWS}
 */
public record GroupRetention(Duration ttl, int liveSeries) implements Serializable {

  /** As many as there is room for in a third of the heap. */
  public static final int AS_THE_HEAP_ALLOWS = Integer.MAX_VALUE;

  /** A week. */
  public static final GroupRetention DEFAULT =
      new GroupRetention(Duration.ofDays(7), AS_THE_HEAP_ALLOWS);

  /** Remembered for good. */
  public static final GroupRetention FOREVER =
      new GroupRetention(Duration.ofDays(100_000), AS_THE_HEAP_ALLOWS);

  private static final int BYTES_OF_A_SERIES = 2048;
  private static final int MIN_LIVE_SERIES = 1000;
  private static final int MAX_LIVE_SERIES = 1 << 22;

  public GroupRetention {
    if (ttl.isNegative() || ttl.isZero() || liveSeries <= 0) {
      throw new IllegalArgumentException("ttl " + ttl + ", live series " + liveSeries);
    }
  }

  /**
   * How many series a subtask is to hold.
   *
   * @param heapBytes what the heap of its process may grow to
   * @param subtasks how many of a kind that heap may have to hold
   */
  int liveSeries(long heapBytes, int subtasks) {
    return liveSeries == AS_THE_HEAP_ALLOWS
        ? (int)
            Math.max(
                MIN_LIVE_SERIES,
                Math.min(MAX_LIVE_SERIES, heapBytes / 3 / BYTES_OF_A_SERIES / subtasks))
        : liveSeries;
  }
}
