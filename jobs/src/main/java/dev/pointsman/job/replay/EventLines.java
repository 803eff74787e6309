package dev.pointsman.job.replay;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.pointsman.job.alerting.RawEvent;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.zip.GZIPInputStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, one a line, in the file's order; empty lines are passed over. How a file is
 * compressed is told by its name.
 *
 * <p>A {@code StreamFormat} would know no {@code .zst}, and would bound a batch by what it takes in
 * the file, not by what it takes in memory.
 */
final class EventLines implements BulkFormat<RawEvent, FileSourceSplit> {

  private static final long serialVersionUID = 1;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** A batch that is as long is handed on. */
  static final int BATCH_BYTES = 1024 * 1024;

  /** No event is longer; what follows in its line is passed over, and it is not JSON any more. */
  private static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

  @Override
  public Reader<RawEvent> createReader(Configuration config, FileSourceSplit split)
      throws IOException {
    Path path = split.path();
    InputStream file = path.getFileSystem().open(path);
    try {
      return new LineReader(path.getName(), decompressed(path.getName(), file));
    } catch (IOException e) {
      file.close();
      throw unreadable(path.getName(), 0, e);
    }
  }

  private static InputStream decompressed(String fileName, InputStream file) throws IOException {
    if (fileName.endsWith(".zst")) {
      return new ZstdInputStreamNoFinalizer(file);
    }
    return fileName.endsWith(".gz") ? new GZIPInputStream(file, BUFFER_BYTES) : file;
  }

  /** Says which file it is, and how far it could be read. */
  private static IOException unreadable(String fileName, long lines, IOException cause) {
    String reason =
        cause instanceof EOFException || "Truncated source".equals(cause.getMessage())
            ? "the compressed file ends too early"
            : String.valueOf(cause.getMessage());
    var told =
        new IOException(fileName + (lines == 0 ? "" : ", after line " + lines) + ": " + reason);
    told.addSuppressed(cause); // no cause: people are told the last one alone
    return told;
  }

  @Override
  public Reader<RawEvent> restoreReader(Configuration config, FileSourceSplit split) {
    throw new UnsupportedOperationException("a replay has no checkpoint to go on from");
  }

  @Override
  public boolean isSplittable() {
    return false;
  }

  @Override
  public TypeInformation<RawEvent> getProducedType() {
    return RawEvent.TYPE;
  }

  private static final class LineReader implements Reader<RawEvent> {
    private final String fileName;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long line;

    LineReader(String fileName, InputStream in) {
      this.fileName = fileName;
      this.in = in;
    }

    @Override
    public @Nullable RecordIterator<RawEvent> readBatch() throws IOException {
      var batch = new ArrayList<RawEvent>();
      int bytes = 0;
      while (bytes < BATCH_BYTES) {
        RawEvent event = read();
        if (event == null) {
          break;
        }
        batch.add(event);
        bytes += event.value().length;
      }
      return batch.isEmpty()
          ? null
          : new IteratorResultIterator<>(batch.iterator(), CheckpointedPosition.NO_OFFSET, 0);
    }

    private @Nullable RawEvent read() throws IOException {
      while (true) {
        byte[] text = readLine();
        if (text == null) {
          return null;
        }
        line++;
        if (!isBlank(text)) {
          return new RawEvent(null, fileName, 0, line, text);
        }
      }
    }

    /** The bytes up to the next line end, or null at the end of the file. */
    private byte @Nullable [] readLine() throws IOException {
      ByteArrayOutputStream begun = null;
      while (true) {
        if (from == to) {
          from = 0;
          to = Math.max(0, fill());
          if (to == 0) {
            return begun == null ? null : begun.toByteArray();
          }
        }
        int end = from;
        while (end < to && buffer[end] != '\n') {
          end++;
        }
        if (begun == null) {
          begun = new ByteArrayOutputStream(end - from);
        }
        if (begun.size() <= MAX_LINE_BYTES) {
          begun.write(buffer, from, end - from);
        }
        boolean complete = end < to;
        from = complete ? end + 1 : end;
        if (complete) {
          return begun.toByteArray();
        }
      }
    }

    private int fill() throws IOException {
      try {
        return in.read(buffer);
      } catch (IOException e) {
        throw unreadable(fileName, line, e);
      }
    }

    private static boolean isBlank(byte[] text) {
      for (byte each : text) {
        if (each != ' ' && each != '\t' && each != '\r') {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
