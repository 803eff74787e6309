package dev.pointsman.bench.report;

import dev.pointsman.cli.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a report is written to.
 *
 * @param json null for none
 * @param html a page, with the plots as PNG beside it; null for none
 */
public record ReportFiles(@Nullable Path json, @Nullable Path html) {

  /**
   * So that nobody waits for figures that cannot be kept. What is there stays as it is.
   *
   * @throws IOException naming the file, or the folder, that may not be written to
   */
  public void requireWritable() throws IOException {
    for (Path each : paths()) {
      Path folder = each.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder.toString());
      }
      boolean isThere = Files.exists(each);
      if (isThere && !Files.isRegularFile(each) && !Files.isDirectory(each)) {
        continue; // a pipe or a device: whoever reads it would see it opened and closed
      }
      // Only this tells for sure, also for root.
      Files.newOutputStream(each, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      if (!isThere) {
        Files.delete(each);
      }
    }
  }

  /** Whether two of them are one. */
  public boolean overlap() {
    List<Path> paths = paths();
    return paths.stream().map(each -> each.toAbsolutePath().normalize()).distinct().count()
        < paths.size();
  }

  private List<Path> paths() {
    var plots =
        html == null
            ? Stream.<Path>empty()
            : Stream.of(html, plot(html, ""), plot(html, "-latency"));
    return Stream.concat(Stream.ofNullable(json), plots).toList();
  }

  /**
   * Writes all that can be written.
   *
   * @return why a file could not be, for each of those
   */
  public List<String> write(Report report) {
    var failures = new ArrayList<String>();
    if (json != null) {
      write(json, report.json().getBytes(StandardCharsets.UTF_8), failures);
    }
    if (html != null) {
      Map<String, byte[]> plots = new LinkedHashMap<>();
      if (!report.candidates().isEmpty()) {
        byte[] plot = Plot.throughput(report.candidates());
        plots.put(Section.THROUGHPUT, plot);
        write(plot(html, ""), plot, failures);
      }
      if (!report.latency().isEmpty()) {
        byte[] plot = Plot.latency(report.latency());
        plots.put(Section.LATENCY, plot);
        write(plot(html, "-latency"), plot, failures);
      }
      write(html, Page.of(report, plots).getBytes(StandardCharsets.UTF_8), failures);
    }
    return failures;
  }

  private static void write(Path file, byte[] bytes, List<String> failures) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      failures.add(FileFailure.text(e, file));
    }
  }

  /** Beside the page, named as it is. */
  private static Path plot(Path html, String of) {
    String name = html.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return html.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + of + ".png");
  }
}
