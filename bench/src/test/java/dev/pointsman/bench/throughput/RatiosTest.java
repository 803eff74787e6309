package dev.pointsman.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.bench.candidate.Candidate;
import dev.pointsman.bench.candidate.Floor;
import dev.pointsman.bench.report.CandidateResult;
import dev.pointsman.bench.report.Round;
import dev.pointsman.bench.report.Setup;
import dev.pointsman.bench.report.StateCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RatiosTest {

  private static CandidateResult result(
      Setup setup, double eventsPerSecond, @Nullable StateCost state) {
    var round = new Round((long) eventsPerSecond, 1, true, 1, 1, 1);
    return new CandidateResult(setup, List.of(round), state);
  }

  private static List<CandidateResult> quick() {
    var speeds =
        Map.of(
            Floor.TOGETHER,
            500,
            Floor.DECODED,
            450,
            Floor.TREE,
            400,
            "pointsman: 1 rule",
            480,
            "pointsman: 100 rules, 5 an event",
            460,
            "pointsman: 1,000 rules, 5 an event",
            450,
            "pointsman: 10,000 rules, 5 an event",
            405,
            "pointsman: 1 rule, 10 groups of 10,000",
            240,
            "broadcast, forked, matches kept: 100 rules, 5 an event",
            46,
            "CEP, failures only: 100 rules, 5 an event",
            230);
    var results = new ArrayList<CandidateResult>();
    Plan plan = Plan.quick();
    for (Candidate each : plan.candidates()) {
      String name = each.setup().name();
      StateCost state = plan.weighed().contains(name) ? new StateCost(150, 1, 1, 1L) : null;
      results.add(result(each.setup(), speeds.getOrDefault(name, 10), state));
    }
    return results;
  }

  @Test
  void theQuickRunHasEveryRatio() {
    assertThat(Ratios.of(quick()))
        .containsExactly(
            Map.entry("ours_1000_rules_over_decoding_floor", 0.9),
            Map.entry("ours_10000_over_1000_rules", 0.9),
            Map.entry("ours_100_rules_over_best_peer", 10.0),
            Map.entry("ours_100_rules_over_best_limited_peer", 2.0),
            Map.entry("series_10000_over_1", 0.5),
            Map.entry("state_bytes_per_group_and_count_rule", 150.0));
  }

  @Test
  void whatWasNotMeasuredHasNoRatio() {
    assertThat(Ratios.of(List.of())).isEmpty();
  }

  @Test
  void aPeerWithLimitsIsNeverAmongThoseWithoutAndNoOutageIsComparedWithAQuietDay() {
    List<CandidateResult> results = new ArrayList<>(quick());
    CandidateResult limited =
        results.stream()
            .filter(each -> each.setup().name().startsWith("by hand: 100 rules"))
            .findFirst()
            .orElseThrow();
    results.add(result(limited.setup(), 920, null));
    results.add(result(limited.setup().failing(4), 9_200, null));
    assertThat(Ratios.of(results))
        .containsEntry("ours_100_rules_over_best_peer", 10.0)
        .containsEntry("ours_100_rules_over_best_limited_peer", 0.5);
  }
}
