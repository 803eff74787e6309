package dev.pointsman.job.replay;

import dev.pointsman.alert.Transition;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes transitions to sorted files in a folder of this machine, for {@link MergedRuns} to read;
 * holds a bounded part of them. They cannot simply go on in order: the {@code at} of a group whose
 * readings are old may lie before all that was told until then.
 *
 * <p>Flink's own sort does not say why it failed when the disk is full.
 */
final class SortedRuns implements Sink<Transition> {

  private static final long serialVersionUID = 1;

  /** Of each subtask. */
  private static final int RUN_BYTES = 16 << 20;

  private final String folder;

  SortedRuns(Path folder) {
    this.folder = folder.toString();
  }

  @Override
  public SinkWriter<Transition> createWriter(WriterInitContext context) {
    return new Writer(Path.of(folder), context.getTaskInfo().getIndexOfThisSubtask(), RUN_BYTES);
  }

  /** What cannot be written, or read, says where; without a cause, so that nobody tells less. */
  static IOException failure(Path folder, IOException e) {
    var failure =
        new IOException("the transitions cannot be sorted in " + folder + ": " + e.getMessage());
    failure.addSuppressed(e);
    return failure;
  }

  /** Writes a run whenever so many bytes have come together; what is equal stays in order. */
  static final class Writer implements SinkWriter<Transition> {

    private final Path folder;
    private final int subtask;
    private final int runBytes;
    private final List<Line> lines = new ArrayList<>();
    private long bytes;
    private int runs;

    Writer(Path folder, int subtask, int runBytes) {
      this.folder = folder;
      this.subtask = subtask;
      this.runBytes = runBytes;
    }

    @Override
    public void write(Transition transition, Context context) throws IOException {
      add(Line.of(transition));
    }

    void add(Line line) throws IOException {
      lines.add(line);
      bytes += line.bytes();
      if (bytes >= runBytes) {
        writeRun();
      }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (!lines.isEmpty()) {
        writeRun();
      }
    }

    private void writeRun() throws IOException {
      lines.sort(null);
      Path run = folder.resolve(String.format(Locale.ROOT, "run-%03d-%08d", subtask, runs++));
      try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run)))) {
        for (Line line : lines) {
          line.write(out);
        }
      } catch (IOException e) {
        throw failure(folder, e);
      }
      lines.clear();
      bytes = 0;
    }

    @Override
    public void close() {}
  }
}
