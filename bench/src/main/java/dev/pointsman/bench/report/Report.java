package dev.pointsman.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that one run measured.
 *
 * @param startedAt RFC 3339
 * @param settings null where neither throughput nor latency was measured
 * @param candidates of throughput, in the order in which they were run; empty where it was not
 *     measured
 * @param latency empty where it was not measured
 * @param backtest null where it was not measured
 * @param parts empty where they were not measured
 * @param failures what was to be measured and failed
 * @param ratios what the figures come down to, by name; one that needs a figure which was not
 *     measured is not there
 */
public record Report(
    String startedAt,
    Machine machine,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Settings settings,
    List<CandidateResult> candidates,
    List<LatencyResult> latency,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BacktestResult backtest,
    List<PartResult> parts,
    List<Failure> failures,
    Map<String, Double> ratios) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  public Report {
    candidates = List.copyOf(candidates);
    latency = List.copyOf(latency);
    parts = List.copyOf(parts);
    failures = List.copyOf(failures);
  }

  /** Of a run that measured the parts alone. */
  public static Report ofParts(String startedAt, Machine machine, List<PartResult> parts) {
    return new Report(
        startedAt, machine, null, List.of(), List.of(), null, parts, List.of(), Map.of());
  }

  /** Of a run that measured the command backtest alone. */
  public static Report ofBacktest(String startedAt, Machine machine, BacktestResult backtest) {
    return new Report(
        startedAt, machine, null, List.of(), List.of(), backtest, List.of(), List.of(), Map.of());
  }

  /** One JSON object, its names in snake case. */
  public String json() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string does not fail
    }
  }
}
