package dev.pointsman.bench.throughput;

import dev.pointsman.bench.candidate.BenchCluster;
import dev.pointsman.bench.candidate.Floor;
import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.bench.report.CandidateResult;
import dev.pointsman.bench.report.Setup;
import dev.pointsman.bench.report.StateCost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** What the figures come down to; each is there where what it needs was measured. */
public final class Ratios {

  private static final int PEER_RULES = 100;

  private final List<CandidateResult> results;
  private final Map<String, Double> ratios = new LinkedHashMap<>();

  private Ratios(List<CandidateResult> results) {
    this.results = results;
  }

  /** The ratios of some results, by name. */
  public static Map<String, Double> of(List<CandidateResult> results) {
    var found = new Ratios(results);
    found.ratio(
        "ours_1000_rules_over_decoding_floor",
        found.ours(1_000, 5),
        found.best(setup -> Floor.DECODING.contains(setup.name())));
    found.ratio("ours_10000_over_1000_rules", found.ours(10_000, 5), found.ours(1_000, 5));
    found.ratio(
        "ours_100_rules_over_best_peer",
        found.ours(PEER_RULES, 5),
        found.best(setup -> isPeer(setup) && setup.limits() == null));
    found.ratio(
        "ours_100_rules_over_best_limited_peer",
        found.ours(PEER_RULES, 5),
        found.best(setup -> isPeer(setup) && setup.limits() != null));
    found.ratio(
        "series_10000_over_1",
        found.best(Plan.ours(1, 1, 10, 10_000, BenchCluster.HEAP, null)::equals),
        found.ours(1, 1));
    Setup oneRule = Plan.ours(1, 1, Plan.SERIES, 1, BenchCluster.HEAP, null);
    for (CandidateResult each : results) {
      StateCost state = each.state();
      if (each.setup().equals(oneRule) && state != null) {
        found.ratios.put("state_bytes_per_group_and_count_rule", state.stateBytesPerGroupAndRule());
      }
    }
    return found.ratios;
  }

  private static boolean isPeer(Setup setup) {
    return setup.kind() == Setup.Kind.PEER
        && setup.rules() == PEER_RULES
        && setup.failsOneIn() == Fleet.WELL;
  }

  private OptionalDouble ours(int rules, int perEvent) {
    return best(Plan.ours(rules, perEvent, Plan.SERIES, 1, BenchCluster.HEAP, null)::equals);
  }

  private OptionalDouble best(Predicate<Setup> wanted) {
    return results.stream()
        .filter(each -> wanted.test(each.setup()))
        .mapToDouble(CandidateResult::eventsPerSecond)
        .max();
  }

  private void ratio(String name, OptionalDouble of, OptionalDouble over) {
    if (of.isPresent() && over.isPresent()) {
      ratios.put(name, of.getAsDouble() / over.getAsDouble());
    }
  }
}
