package dev.pointsman.bench.report;

import java.util.Locale;
import java.util.Map;

/** A report as text, for a terminal or a Markdown file. */
public final class Table {

  private Table() {}

  /** A Markdown table each of the candidates, the latencies and the backtests; the ratios. */
  public static String of(Report report) {
    var text = new StringBuilder();
    Machine machine = report.machine();
    line(
        text,
        "%s, %d cores, %.0f GB, heap up to %.0f GB; %s; %s; commit %s; %s%n",
        machine.processor(),
        machine.cores(),
        machine.memoryBytes() / 1e9,
        machine.heapBytes() / 1e9,
        machine.jvm(),
        machine.os(),
        machine.commit(),
        report.startedAt());
    if (!report.candidates().isEmpty()) {
      line(
          text,
          "| %-52s | %10s | %19s | %7s | %7s | %10s | %8s | %13s | %8s |",
          "candidate",
          "events/s",
          "min..max",
          "CPU s/M",
          "Kafka's",
          "bytes/event",
          "state B",
          "checkpoint",
          "recovery");
      line(text, "|---|---:|---:|---:|---:|---:|---:|---:|---:|");
      report.candidates().forEach(each -> candidate(text, each));
      line(text, "");
    }
    if (!report.latency().isEmpty()) {
      line(
          text,
          "| %-30s | events/s beside | achieved | trials | p50 ms | p99 ms | max ms | first ms |",
          "system");
      line(text, "|---|---:|---:|---:|---:|---:|---:|---:|");
      for (LatencyResult each : report.latency()) {
        line(
            text,
            "| %-30s | %,15d | %,8.0f | %6d | %,6.1f | %,6.1f | %,6.1f | %,8.1f |",
            each.name(),
            each.backgroundEventsPerSecond(),
            each.backgroundAchieved(),
            each.trials(),
            each.p50Ms(),
            each.p99Ms(),
            each.maxMs(),
            each.firstMs());
      }
      line(text, "");
    }
    if (report.backtest() != null) {
      backtest(text, report.backtest());
    }
    for (Map.Entry<String, Double> ratio : report.ratios().entrySet()) {
      line(text, "%-45s %.2f", ratio.getKey(), ratio.getValue());
    }
    return text.toString();
  }

  private static void candidate(StringBuilder text, CandidateResult result) {
    StateCost state = result.state();
    Long recovery = state == null ? null : state.recoveryMs();
    line(
        text,
        "| %-52s | %,10.0f | %,9.0f..%,8.0f | %7.2f | %7.2f | %,11.0f | %8s | %13s | %8s |",
        result.setup().name(),
        result.eventsPerSecond(),
        result.eventsPerSecondMin(),
        result.eventsPerSecondMax(),
        result.cpuSecondsPerMillion(),
        result.brokerCpuSecondsPerMillion(),
        result.allocatedBytesPerEvent(),
        state == null ? "" : "%.0f".formatted(state.stateBytesPerGroupAndRule()),
        state == null
            ? ""
            : "%.1f MB %d ms".formatted(state.checkpointBytes() / 1e6, state.checkpointMs()),
        recovery == null ? "" : recovery + " ms");
  }

  private static void backtest(StringBuilder text, BacktestResult result) {
    line(
        text,
        "backtest: %,d rules, %d an event; %,d series; heap up to %.1f GB",
        result.rules(),
        result.rulesPerEvent(),
        result.series(),
        result.heapBytes() / 1e9);
    line(text, "| events | transitions | s | events/s | CPU s/M | peak memory MB |");
    line(text, "|---:|---:|---:|---:|---:|---:|");
    for (BacktestResult.Run each : result.runs()) {
      Long peak = each.peakMemoryBytes();
      line(
          text,
          "| %,d | %,d | %.1f | %,.0f | %.2f | %s |",
          each.events(),
          each.transitions(),
          each.seconds(),
          each.eventsPerSecond(),
          each.cpuSecondsPerMillion(),
          peak == null ? "" : "%,.0f".formatted(peak / 1e6));
    }
    line(text, "");
    if (result.memoryRatio() != null) {
      line(text, "%-45s %.2f", "memory_ratio", result.memoryRatio());
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format + "%n", values));
  }
}
