package dev.pointsman.bench.report;

import java.util.Collection;

/**
 * How long one system took from the failure to the page, in milliseconds; the percentiles are by
 * nearest rank.
 *
 * @param name of the system and its settings; unique together with the load
 * @param backgroundEventsPerSecond what else it was to look at meanwhile
 * @param backgroundAchieved how many of these a second there were
 * @param firstMs the first of all after the start, which is among the trials only where none came
 *     before to warm up
 */
public record LatencyResult(
    String name,
    int backgroundEventsPerSecond,
    double backgroundAchieved,
    int trials,
    double p50Ms,
    double p99Ms,
    double maxMs,
    double firstMs) {

  /** What some trials come down to, of which there is at least one; all times in nanoseconds. */
  public static LatencyResult of(
      String name,
      int backgroundEventsPerSecond,
      double backgroundAchieved,
      long first,
      Collection<Long> trials) {
    double[] sorted = trials.stream().mapToDouble(each -> each / 1e6).sorted().toArray();
    return new LatencyResult(
        name,
        backgroundEventsPerSecond,
        backgroundAchieved,
        sorted.length,
        nearestRank(sorted, 0.5),
        nearestRank(sorted, 0.99),
        nearestRank(sorted, 1),
        first / 1e6);
  }

  private static double nearestRank(double[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }
}
