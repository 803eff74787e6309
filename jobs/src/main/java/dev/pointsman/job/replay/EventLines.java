package dev.pointsman.job.replay;

import dev.pointsman.job.alerting.RawEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** A file of events, one a line, in the file's order; empty lines are passed over. */
final class EventLines extends SimpleStreamFormat<RawEvent> {

  private static final long serialVersionUID = 1;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** No event is longer; what follows in its line is passed over, and it is not JSON any more. */
  private static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

  private final String fileName;

  EventLines(String fileName) {
    this.fileName = fileName;
  }

  @Override
  public StreamFormat.Reader<RawEvent> createReader(
      Configuration config, FSDataInputStream stream) {
    return new LineReader(fileName, stream);
  }

  @Override
  public TypeInformation<RawEvent> getProducedType() {
    return RawEvent.TYPE;
  }

  private static final class LineReader implements StreamFormat.Reader<RawEvent> {
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
    public @Nullable RawEvent read() throws IOException {
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
          to = Math.max(0, in.read(buffer));
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
