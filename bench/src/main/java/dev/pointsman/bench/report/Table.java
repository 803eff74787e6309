package dev.pointsman.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A report as text, for a terminal or a Markdown file. */
public final class Table {

  private static final String LINE = System.lineSeparator();

  private Table() {}

  /** The machine, a Markdown table for each thing that was measured, and the ratios. */
  public static String of(Report report) {
    var text = new StringBuilder(about(report)).append(LINE).append(LINE);
    for (Section each : Section.of(report)) {
      if (!each.note().isEmpty()) {
        text.append(each.note()).append(LINE).append(LINE);
      }
      append(text, each);
      text.append(LINE);
    }
    report
        .ratios()
        .forEach(
            (name, value) -> text.append(String.format(Locale.ROOT, "%-45s %.2f%n", name, value)));
    return text.toString();
  }

  /** What it was measured on, and when. */
  static String about(Report report) {
    Machine machine = report.machine();
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %.0f GB, heap up to %.0f GB; %s; %s; commit %s; %s",
        machine.processor(),
        machine.cores(),
        machine.memoryBytes() / 1e9,
        machine.heapBytes() / 1e9,
        machine.jvm(),
        machine.os(),
        machine.commit(),
        report.startedAt());
  }

  private static void append(StringBuilder text, Section section) {
    var lines = new ArrayList<List<String>>();
    lines.add(section.columns());
    section.rows().forEach(row -> lines.add(row.cells()));
    int[] widths =
        IntStream.range(0, section.columns().size())
            .map(
                column ->
                    lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    for (int i = 0; i < lines.size(); i++) {
      for (int column = 0; column < widths.length; column++) {
        String cell = lines.get(i).get(column);
        String space = " ".repeat(widths[column] - cell.length());
        text.append("| ").append(column == 0 ? cell + space : space + cell).append(' ');
      }
      text.append('|').append(LINE);
      if (i == 0) {
        text.append("|---|").append("---:|".repeat(widths.length - 1)).append(LINE);
      }
    }
  }
}
