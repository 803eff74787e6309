package dev.pointsman.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one candidate did; each figure is the median of its rounds.
 *
 * @param rounds at least one, without those that warm up
 * @param state null where it was not measured
 */
public record CandidateResult(
    @JsonUnwrapped Setup setup,
    List<Round> rounds,
    @JsonUnwrapped @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StateCost state) {

  public CandidateResult {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException(setup.name() + " has no round");
    }
  }

  @JsonProperty
  public double eventsPerSecond() {
    return median(Round::eventsPerSecond);
  }

  @JsonProperty
  public double eventsPerSecondMin() {
    return rounds.stream().mapToDouble(Round::eventsPerSecond).min().orElseThrow();
  }

  @JsonProperty
  public double eventsPerSecondMax() {
    return rounds.stream().mapToDouble(Round::eventsPerSecond).max().orElseThrow();
  }

  @JsonProperty
  public double cpuSecondsPerMillion() {
    return median(Round::cpuSecondsPerMillion);
  }

  @JsonProperty
  public double brokerCpuSecondsPerMillion() {
    return median(Round::brokerCpuSecondsPerMillion);
  }

  @JsonProperty
  public double allocatedBytesPerEvent() {
    return median(Round::allocatedBytesPerEvent);
  }

  private double median(ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
