package dev.pointsman.bench.report;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as one HTML page that needs nothing beside it. */
public final class Page {

  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 1250px; padding: 0 1em; color: #1d2733 }
      table { border-collapse: collapse; margin: 1em 0; font-size: 13px }
      th, td { padding: .3em .7em; border-bottom: 1px solid #d6dde4; text-align: right; white-space: nowrap }
      th { white-space: normal; vertical-align: bottom }
      th:first-child, td:first-child { text-align: left }
      tr.pointsman td { background: #eaf5f0 }
      tr.floor td { color: #5b6875 }
      img { max-width: 100% }
      .limits { color: #8a5a14; font-size: 12px; white-space: normal }
      """;

  private Page() {}

  /**
   * The page.
   *
   * @param plot as PNG; empty for none
   */
  public static String of(Report report, byte[] plot) {
    var html =
        new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<title>pointsman bench</title><style>").append(STYLE).append("</style></head>");
    html.append("<body><h1>pointsman bench</h1>");
    Machine machine = report.machine();
    html.append(
        "<p>%s: %s, %d cores, %.0f GB; heap up to %.0f GB; %s; %s; commit %s. bench/README.md says what each number means.</p>"
            .formatted(
                escaped(report.startedAt()),
                escaped(machine.processor()),
                machine.cores(),
                machine.memoryBytes() / 1e9,
                machine.heapBytes() / 1e9,
                escaped(machine.jvm()),
                escaped(machine.os()),
                escaped(machine.commit())));
    if (!report.ratios().isEmpty()) {
      html.append("<table><tr><th>ratio<th>value</tr>");
      report
          .ratios()
          .forEach((name, value) -> html.append(row("", escaped(name), number("%.2f", value))));
      html.append("</table>");
    }
    if (plot.length > 0) {
      html.append("<img alt=\"events a second of each candidate\" src=\"data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(plot))
          .append("\">");
    }
    if (!report.candidates().isEmpty()) {
      html.append(
          "<table><tr><th>candidate<th>events/s<th>min<th>max<th>CPU s per million<th>Kafka's CPU"
              + "<th>bytes allocated per event<th>state bytes per group and rule"
              + "<th>checkpoint MB<th>ms<th>recovery ms</tr>");
      report.candidates().forEach(each -> html.append(candidate(each)));
      html.append("</table>");
    }
    if (!report.latency().isEmpty()) {
      html.append(
          "<table><tr><th>system<th>events/s beside<th>achieved<th>trials"
              + "<th>p50 ms<th>p99 ms<th>max ms<th>first ms</tr>");
      report.latency().forEach(each -> html.append(latency(each)));
      html.append("</table>");
    }
    return html.append("</body></html>\n").toString();
  }

  private static String candidate(CandidateResult result) {
    Setup setup = result.setup();
    StateCost state = result.state();
    Long recovery = state == null ? null : state.recoveryMs();
    String limits =
        setup.limits() == null ? "" : "<div class=\"limits\">" + escaped(setup.limits()) + "</div>";
    return row(
        setup.kind().text(),
        escaped(setup.name()) + limits,
        number("%,.0f", result.eventsPerSecond()),
        number("%,.0f", result.eventsPerSecondMin()),
        number("%,.0f", result.eventsPerSecondMax()),
        number("%.2f", result.cpuSecondsPerMillion()),
        number("%.2f", result.brokerCpuSecondsPerMillion()),
        number("%,.0f", result.allocatedBytesPerEvent()),
        state == null ? "" : number("%.0f", state.stateBytesPerGroupAndRule()),
        state == null ? "" : number("%.1f", state.checkpointBytes() / 1e6),
        state == null ? "" : number("%.0f", (double) state.checkpointMs()),
        recovery == null ? "" : recovery.toString());
  }

  private static String latency(LatencyResult result) {
    return row(
        "",
        escaped(result.name()),
        number("%,.0f", (double) result.backgroundEventsPerSecond()),
        number("%,.0f", result.backgroundAchieved()),
        number("%.0f", (double) result.trials()),
        number("%,.1f", result.p50Ms()),
        number("%,.1f", result.p99Ms()),
        number("%,.1f", result.maxMs()),
        number("%,.1f", result.firstMs()));
  }

  private static String row(String kind, String... cells) {
    return List.of(cells).stream()
        .collect(Collectors.joining("<td>", "<tr class=\"" + kind + "\"><td>", "</tr>\n"));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
