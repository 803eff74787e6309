package dev.pointsman.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One table of a report, the same as text and on a page.
 *
 * @param note what stands above it; empty for nothing
 */
record Section(String title, String note, List<String> columns, List<Row> rows) {

  static final String THROUGHPUT = "Throughput";
  static final String LATENCY = "From a failure to the page";

  /**
   * A line of it.
   *
   * @param kind of candidate; null for others
   * @param limits of a candidate; null for none
   * @param cells one for each column; the first is a name or a number of events
   */
  record Row(Setup.@Nullable Kind kind, @Nullable String limits, List<String> cells) {

    private static Row of(String... cells) {
      return new Row(null, null, List.of(cells));
    }
  }

  /** What was measured, each in a section of its own. */
  static List<Section> of(Report report) {
    var sections = new ArrayList<Section>();
    if (!report.candidates().isEmpty()) {
      sections.add(throughput(report.candidates()));
    }
    if (!report.latency().isEmpty()) {
      sections.add(latency(report.latency()));
    }
    if (report.backtest() != null) {
      sections.add(backtest(report.backtest()));
    }
    if (!report.parts().isEmpty()) {
      sections.add(parts(report.parts()));
    }
    return sections;
  }

  private static Section throughput(List<CandidateResult> results) {
    return new Section(
        THROUGHPUT,
        "",
        List.of(
            "candidate",
            "events/s",
            "min..max",
            "CPU s/M",
            "Kafka CPU s/M",
            "bytes/event",
            "state B",
            "checkpoint MB",
            "checkpoint ms",
            "recovery ms"),
        results.stream().map(Section::candidate).toList());
  }

  private static Row candidate(CandidateResult result) {
    Setup setup = result.setup();
    StateCost state = result.state();
    Long recovery = state == null ? null : state.recoveryMs();
    return new Row(
        setup.kind(),
        setup.limits(),
        List.of(
            setup.name(),
            text("%,.0f", result.eventsPerSecond()),
            text("%,.0f..%,.0f", result.eventsPerSecondMin(), result.eventsPerSecondMax()),
            text("%.2f", result.cpuSecondsPerMillion()),
            text("%.2f", result.brokerCpuSecondsPerMillion()),
            text("%,.0f", result.allocatedBytesPerEvent()),
            state == null ? "" : text("%.0f", state.stateBytesPerGroupAndRule()),
            state == null ? "" : text("%.1f", state.checkpointBytes() / 1e6),
            state == null ? "" : text("%,d", state.checkpointMs()),
            recovery == null ? "" : text("%,d", recovery)));
  }

  private static Section latency(List<LatencyResult> results) {
    return new Section(
        LATENCY,
        "",
        List.of(
            "system",
            "events/s beside",
            "achieved",
            "trials",
            "p50 ms",
            "p99 ms",
            "max ms",
            "first ms"),
        results.stream()
            .map(
                each ->
                    Row.of(
                        each.name(),
                        text("%,d", each.backgroundEventsPerSecond()),
                        text("%,.0f", each.backgroundAchieved()),
                        text("%d", each.trials()),
                        text("%,.1f", each.p50Ms()),
                        text("%,.1f", each.p99Ms()),
                        text("%,.1f", each.maxMs()),
                        text("%,.1f", each.firstMs())))
            .toList());
  }

  private static Section backtest(BacktestResult result) {
    Double memory = result.memoryRatio();
    return new Section(
        "Backtest",
        text(
            "%,d rules, %d an event; %,d series; heap up to %.1f GB%s",
            result.rules(),
            result.rulesPerEvent(),
            result.series(),
            result.heapBytes() / 1e9,
            memory == null ? "" : text("; memory_ratio %.2f", memory)),
        List.of("events", "transitions", "s", "events/s", "CPU s/M", "peak memory MB"),
        result.runs().stream().map(Section::run).toList());
  }

  private static Row run(BacktestResult.Run run) {
    Long peak = run.peakMemoryBytes();
    return Row.of(
        text("%,d", run.events()),
        text("%,d", run.transitions()),
        text("%.1f", run.seconds()),
        text("%,.0f", run.eventsPerSecond()),
        text("%.2f", run.cpuSecondsPerMillion()),
        peak == null ? "" : text("%,.0f", peak / 1e6));
  }

  private static Section parts(List<PartResult> results) {
    return new Section(
        "Parts",
        "",
        List.of("part", "ns", "± ns", "bytes"),
        results.stream()
            .map(
                each ->
                    Row.of(
                        each.name(),
                        text("%,.0f", each.nanoseconds()),
                        text("%,.0f", each.error()),
                        text("%,.0f", each.bytes())))
            .toList());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
