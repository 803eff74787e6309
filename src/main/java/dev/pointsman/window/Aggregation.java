package dev.pointsman.window;

import dev.pointsman.rule.Aggregate;
import java.util.Arrays;

/** The arithmetic of the aggregates, over the readings of a window that is not empty. */
final class Aggregation {

  private Aggregation() {}

  /** The value of the rank that {@link #rank} tells. */
  static double ranked(Aggregate aggregate, Readings readings) {
    return switch (aggregate) {
      case MIN -> min(readings);
      case MAX -> max(readings);
      default -> ranked(rank(aggregate, readings.size()), readings);
    };
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

  static double sum(Readings readings) {
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
      increase = finite(increase + rise(before, after));
    }
    return increase;
  }

  static double rise(double before, double after) {
    return after < before ? after : after - before;
  }

  /** Per second. */
  static double rate(double increase, long windowMillis) {
    return finite(increase / (windowMillis / 1000.0));
  }

  /** What is beyond the doubles counts as the largest of them: JSON knows no infinity. */
  static double finite(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  /**
   * The place of a value among all in ascending order, from 1; nearest rank for a percentile: of
   * the smallest value that at least so many percent do not exceed.
   */
  static int rank(Aggregate aggregate, int size) {
    return switch (aggregate) {
      case MIN -> 1;
      case MAX -> size;
      case P50 -> rank(50, size);
      case P90 -> rank(90, size);
      case P95 -> rank(95, size);
      case P99 -> rank(99, size);
      case COUNT, CONSECUTIVE, SUM, AVG, LAST, EVERY, INCREASE, RATE ->
          throw new IllegalArgumentException(aggregate + " is none of the values");
    };
  }

  /** In whole numbers, so that 95 percent of 20 is 19 exactly. */
  private static int rank(int percent, int size) {
    return (int) (((long) percent * size + 99) / 100);
  }

  private static double ranked(int rank, Readings readings) {
    var sorted = new double[readings.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = readings.value(i);
    }
    Arrays.sort(sorted);
    return sorted[rank - 1];
  }
}
