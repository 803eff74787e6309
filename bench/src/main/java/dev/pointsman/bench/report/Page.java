package dev.pointsman.bench.report;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as one HTML page that needs nothing beside it. */
final class Page {

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
      .limits { color: #76589a; font-size: 12px; white-space: normal }
      """;

  private Page() {}

  /**
   * The page: a section for each thing that was measured.
   *
   * @param plots by the title of their section, as PNG
   */
  static String of(Report report, Map<String, byte[]> plots) {
    var html =
        new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<title>pointsman bench</title><style>").append(STYLE).append("</style></head>");
    html.append("<body><h1>pointsman bench</h1>");
    html.append("<p>").append(escaped(Table.about(report)));
    html.append(". bench/README.md says what each number means.</p>\n");
    if (!report.failures().isEmpty()) {
      html.append("<h2>Failed</h2><ul>");
      for (Failure each : report.failures()) {
        html.append("<li>").append(escaped(each.name() + ": " + each.message()));
      }
      html.append("</ul>\n");
    }
    if (!report.ratios().isEmpty()) {
      html.append("<h2>Ratios</h2><table><tr><th>ratio<th>value</tr>\n");
      report
          .ratios()
          .forEach(
              (name, value) ->
                  html.append("<tr><td>")
                      .append(escaped(name))
                      .append("<td>")
                      .append(String.format(Locale.ROOT, "%.2f", value))
                      .append("</tr>\n"));
      html.append("</table>\n");
    }
    for (Section each : Section.of(report)) {
      append(html, each, plots.get(each.title()));
    }
    return html.append("</body></html>\n").toString();
  }

  private static void append(StringBuilder html, Section section, byte @Nullable [] plot) {
    html.append("<h2>").append(escaped(section.title())).append("</h2>");
    if (!section.note().isEmpty()) {
      html.append("<p>").append(escaped(section.note())).append("</p>");
    }
    if (plot != null) {
      html.append("<img alt=\"the same as a plot\" src=\"data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(plot))
          .append("\">");
    }
    html.append("<table><tr>");
    section.columns().forEach(each -> html.append("<th>").append(escaped(each)));
    html.append("</tr>\n");
    for (Section.Row row : section.rows()) {
      html.append(row.kind() == null ? "<tr>" : "<tr class=\"" + row.kind().text() + "\">");
      for (int i = 0; i < row.cells().size(); i++) {
        html.append("<td>").append(escaped(row.cells().get(i)));
        if (i == 0 && row.limits() != null) {
          html.append("<div class=\"limits\">").append(escaped(row.limits())).append("</div>");
        }
      }
      html.append("</tr>\n");
    }
    html.append("</table>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
