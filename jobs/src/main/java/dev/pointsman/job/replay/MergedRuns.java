package dev.pointsman.job.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all runs in a folder, in order; what is equal in the order of the runs. Reads a
 * bounded number of files at once, and holds a line of each.
 */
final class MergedRuns implements AutoCloseable {

  /** With files of 16 MB, 2 GB are rewritten at once where there are more. */
  private static final int AT_ONCE = 128;

  private static final int BUFFER_BYTES = 32 * 1024;

  private final Path folder;
  private final List<Run> runs = new ArrayList<>();
  private final PriorityQueue<Run> queue =
      new PriorityQueue<>(Comparator.comparing(Run::line).thenComparing(Run::place));

  private MergedRuns(Path folder) {
    this.folder = folder;
  }

  /** The runs in a folder where nothing else is; the files are the merge's from now on. */
  static MergedRuns in(Path folder) throws IOException {
    return in(folder, AT_ONCE);
  }

  /**
   * As {@link #in(Path)}.
   *
   * @param atOnce how many files are open at most, besides one that is written
   */
  static MergedRuns in(Path folder, int atOnce) throws IOException {
    try {
      List<Path> files;
      try (Stream<Path> all = Files.list(folder)) {
        files = all.sorted().toList();
      }
      while (files.size() > atOnce) {
        files = fewer(files, folder, atOnce);
      }
      return open(files, folder);
    } catch (IOException e) {
      throw SortedRuns.failure(folder, e);
    }
  }

  /** Neighbours are merged with each other, and so stay in order. */
  private static List<Path> fewer(List<Path> files, Path folder, int atOnce) throws IOException {
    var fewer = new ArrayList<Path>();
    for (int from = 0; from < files.size(); from += atOnce) {
      List<Path> some = files.subList(from, Math.min(files.size(), from + atOnce));
      Path merged = Files.createTempFile(folder, "merged-", "");
      try (MergedRuns runs = open(some, folder);
          var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(merged)))) {
        for (Line line = runs.take(); line != null; line = runs.take()) {
          line.write(out);
        }
      }
      for (Path each : some) {
        Files.delete(each);
      }
      fewer.add(merged);
    }
    return fewer;
  }

  private static MergedRuns open(List<Path> files, Path folder) throws IOException {
    var merged = new MergedRuns(folder);
    try {
      for (Path each : files) {
        var run = new Run(each, merged.runs.size());
        merged.runs.add(run);
        merged.queueUnlessOver(run);
      }
      return merged;
    } catch (IOException e) {
      merged.close();
      throw e;
    }
  }

  /** The next line; null after the last. */
  @Nullable Line next() throws IOException {
    try {
      return take();
    } catch (IOException e) {
      throw SortedRuns.failure(folder, e);
    }
  }

  private @Nullable Line take() throws IOException {
    Run run = queue.poll();
    if (run == null) {
      return null;
    }
    Line line = run.line();
    queueUnlessOver(run);
    return line;
  }

  private void queueUnlessOver(Run run) throws IOException {
    if (run.advance()) {
      queue.add(run);
    }
  }

  @Override
  public void close() {
    IOUtils.closeAllQuietly(runs);
  }

  /** One file, and the line that it is at. */
  private static final class Run implements AutoCloseable {

    private final DataInputStream in;
    private final int place;
    private @Nullable Line line;

    Run(Path file, int place) throws IOException {
      this.in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
      this.place = place;
    }

    /** Goes to the next line, and says whether there is one. */
    boolean advance() throws IOException {
      in.mark(1);
      if (in.read() < 0) {
        return false;
      }
      in.reset();
      line = Line.read(in);
      return true;
    }

    Line line() {
      if (line == null) {
        throw new IllegalStateException("not at a line");
      }
      return line;
    }

    int place() {
      return place;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
