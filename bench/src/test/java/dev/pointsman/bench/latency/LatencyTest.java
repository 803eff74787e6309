package dev.pointsman.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.bench.report.LatencyResult;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

  private static LatencyResult result(String system, int load, long... millis) {
    List<Long> nanos = LongStream.of(millis).map(each -> each * 1_000_000).boxed().toList();
    return LatencyResult.of(system, load, load, 9_000_000, nanos);
  }

  @Test
  void theFiguresAreTakenByNearestRank() {
    long[] trials = LongStream.rangeClosed(1, 200).map(each -> 201 - each).toArray();
    LatencyResult result = result("a", 10, trials);
    assertThat(result.trials()).isEqualTo(200);
    assertThat(result.p50Ms()).isEqualTo(100);
    assertThat(result.p99Ms()).isEqualTo(198);
    assertThat(result.maxMs()).isEqualTo(200);
    assertThat(result.firstMs()).isEqualTo(9);
  }

  @Test
  void theRatiosCompareTheMediansWithNothingBeside() {
    var results =
        List.of(
            result(Scenario.OURS, 10_000, 40),
            result(Scenario.OURS, 0, 20),
            result(Scenario.FAST, 0, 500),
            result(Scenario.SHIPPED, 0, 50_000));
    assertThat(Latency.ratios(results))
        .containsEntry("latency_prometheus_at_1_s_over_ours", 25.0)
        .containsEntry("latency_prometheus_as_shipped_over_ours", 2500.0);
  }

  @Test
  void aRatioThatNeedsWhatWasNotMeasuredIsNotThere() {
    assertThat(Latency.ratios(List.of(result(Scenario.FAST, 0, 500)))).isEmpty();
  }
}
