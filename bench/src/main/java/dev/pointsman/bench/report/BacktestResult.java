package dev.pointsman.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What backtests did, each a process of its own, over recordings that differ in their length alone.
 *
 * @param heapBytes the most that the heap of each may grow to
 * @param runs from the shortest to the longest
 */
public record BacktestResult(
    int rules, int rulesPerEvent, int series, long heapBytes, List<Run> runs) {

  /**
   * One of them.
   *
   * @param seconds from the start of the process to its end
   * @param cpuSeconds of the process
   * @param peakMemoryBytes the most of the machine's memory that it held at once; null where the
   *     system does not tell
   */
  public record Run(
      long events,
      long transitions,
      double seconds,
      double cpuSeconds,
      @Nullable Long peakMemoryBytes) {

    @JsonProperty
    public double eventsPerSecond() {
      return events / seconds;
    }

    @JsonProperty
    public double cpuSecondsPerMillion() {
      return cpuSeconds / (events / 1e6);
    }
  }

  public BacktestResult {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no backtest ran");
    }
  }

  /** The peak of the longest by that of the shortest; null where the system does not tell. */
  @JsonProperty
  public @Nullable Double memoryRatio() {
    Long shortest = runs.get(0).peakMemoryBytes();
    Long longest = runs.get(runs.size() - 1).peakMemoryBytes();
    return shortest == null || longest == null ? null : (double) longest / shortest;
  }
}
