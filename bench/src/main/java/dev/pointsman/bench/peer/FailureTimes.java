package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.CountRule;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * When a target failed within the window, as an array in the order of time. The readings of a
 * target have to come in that order.
 */
final class FailureTimes {

  static final ValueStateDescriptor<long[]> STATE =
      new ValueStateDescriptor<>("failures", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);

  private static final long[] NONE = {};

  private FailureTimes() {}

  /**
   * Those in the window that ends with a reading; the same array where nothing comes or goes.
   *
   * @param before null for none
   * @param timestamp of the reading, in milliseconds; one that was there counts once
   */
  static long[] at(long @Nullable [] before, long timestamp, boolean failed) {
    long[] known = before == null ? NONE : before;
    int gone = 0;
    while (gone < known.length && known[gone] <= timestamp - CountRule.WINDOW_MILLIS) {
      gone++;
    }
    boolean isNew = failed && (gone == known.length || known[known.length - 1] < timestamp);
    if (gone == 0 && !isNew) {
      return known;
    }
    long[] times = Arrays.copyOfRange(known, gone, known.length + (isNew ? 1 : 0));
    if (isNew) {
      times[times.length - 1] = timestamp;
    }
    return times;
  }

  /** Stores what has changed; a target without failures takes no room. */
  static void keep(ValueState<long[]> state, long @Nullable [] before, long[] times)
      throws IOException {
    if (times.length == 0) {
      state.clear();
    } else if (times != before) {
      state.update(times);
    }
  }
}
