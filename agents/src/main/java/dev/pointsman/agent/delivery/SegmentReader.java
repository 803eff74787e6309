package dev.pointsman.agent.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the records of one segment in turn, and over what is not whole to the next one that is. */
final class SegmentReader implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final RandomAccessFile file;
  private final long segment;

  /** Where in the file the next record is expected. */
  private long offset;

  /** What was read of the file, from {@link #bufferAt} on. */
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

  private long bufferAt;

  SegmentReader(Segment segment, long offset) throws IOException {
    this.file = new RandomAccessFile(segment.file().toFile(), "r");
    this.segment = segment.first();
    this.offset = offset;
  }

  /**
   * The next record that lies before {@code end} as a whole, or null.
   *
   * @param end where the file ends for now
   */
  @Nullable StoredRecord next(long end) throws IOException {
    for (long at = offset; at + RecordFormat.OVERHEAD <= end; at++) {
      load(at, RecordFormat.PREFIX, end);
      int length = RecordFormat.length(buffer, position(at));
      if (length < 0 || at + RecordFormat.PREFIX + length > end) {
        continue;
      }
      load(at, RecordFormat.PREFIX + length, end);
      if (RecordFormat.isWhole(buffer, position(at), length)) {
        offset = at + RecordFormat.PREFIX + length;
        return RecordFormat.read(buffer, position(at), length, segment, offset);
      }
    }
    return null;
  }

  private int position(long at) {
    return (int) (at - bufferAt);
  }

  /** Has the buffer hold this much of the file. */
  private void load(long at, int count, long end) throws IOException {
    if (at >= bufferAt && at + count <= bufferAt + buffer.limit()) {
      return;
    }
    if (count > buffer.capacity()) {
      buffer = ByteBuffer.allocate(count);
    }
    int wanted = (int) Math.min(buffer.capacity(), end - at);
    file.seek(at);
    file.readFully(buffer.array(), 0, wanted);
    buffer.limit(wanted);
    bufferAt = at;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
