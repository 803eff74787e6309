package dev.pointsman.window;

import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;
import java.util.Arrays;

/** The arithmetic of the aggregates, over the readings of a window that is not empty. */
final class Aggregation {

  private Aggregation() {}

  static double value(Condition condition, Readings readings) {
    return switch (condition.aggregate()) {
      case COUNT -> count(readings, condition.where());
      case CONSECUTIVE -> consecutive(readings, condition.where());
      case MIN -> min(readings);
      case MAX -> max(readings);
      case SUM -> sum(readings);
      case AVG -> sum(readings) / readings.size();
      case LAST, EVERY -> readings.value(readings.size() - 1);
      case INCREASE -> increase(readings);
      case RATE -> rate(increase(readings), condition.windowMillis());
      case P50 -> percentile(readings, 50);
      case P90 -> percentile(readings, 90);
      case P95 -> percentile(readings, 95);
      case P99 -> percentile(readings, 99);
    };
  }

  /** Whether a series or pool with this value makes the condition true. */
  static boolean holds(Condition condition, Readings readings, double value, Run past) {
    if (condition.aggregate() != Aggregate.EVERY) {
      return condition.bound().holds(value);
    }
    var run = new Run(past);
    for (int i = 0; i < readings.size(); i++) {
      run.take(
          readings.timestamp(i), readings.value(i), condition.bound(), condition.windowMillis());
    }
    return run.isAlive() && run.newest() - run.start() >= condition.windowMillis();
  }

  private static double count(Readings readings, Bound where) {
    int count = 0;
    for (int i = 0; i < readings.size(); i++) {
      if (where.holds(readings.value(i))) {
        count++;
      }
    }
    return count;
  }

  private static double consecutive(Readings readings, Bound where) {
    int count = 0;
    while (count < readings.size() && where.holds(readings.value(readings.size() - 1 - count))) {
      count++;
    }
    return count;
  }

  private static double min(Readings readings) {
    double min = readings.value(0);
    for (int i = 1; i < readings.size(); i++) {
      min = Math.min(min, readings.value(i));
    }
    return min;
  }

  private static double max(Readings readings) {
    double max = readings.value(0);
    for (int i = 1; i < readings.size(); i++) {
      max = Math.max(max, readings.value(i));
    }
    return max;
  }

  private static double sum(Readings readings) {
    double sum = 0;
    for (int i = 0; i < readings.size(); i++) {
      sum += readings.value(i);
    }
    return finite(sum);
  }

  /** The rise over neighbours in time; after a fall, a counter's reset, the new value itself. */
  static double increase(Readings readings) {
    double increase = 0;
    for (int i = 1; i < readings.size(); i++) {
      double before = readings.value(i - 1);
      double after = readings.value(i);
      increase = finite(increase + (after < before ? after : after - before));
    }
    return increase;
  }

  /** Per second. */
  static double rate(double increase, long windowMillis) {
    return finite(increase / (windowMillis / 1000.0));
  }

  /** What is beyond the doubles counts as the largest of them: JSON knows no infinity. */
  static double finite(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  /** Nearest rank: the smallest value that at least {@code percent} percent do not exceed. */
  private static double percentile(Readings readings, int percent) {
    var sorted = new double[readings.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = readings.value(i);
    }
    Arrays.sort(sorted);
    // Whole numbers, so that 95 percent of 20 is 19 exactly.
    int rank = (int) (((long) percent * sorted.length + 99) / 100);
    return sorted[rank - 1];
  }
}
