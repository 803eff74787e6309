package dev.pointsman.agent.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Remembers from one start to the next up to which record a queue was acknowledged. */
final class PositionFile implements Closeable {

  private static final int CHECKED = Long.BYTES;
  private static final int SIZE = CHECKED + Integer.BYTES;

  private final RandomAccessFile file;
  private long written;

  private PositionFile(RandomAccessFile file, long written) {
    this.file = file;
    this.written = written;
  }

  static PositionFile open(Path path) throws IOException {
    var file = new RandomAccessFile(path.toFile(), "rw");
    try {
      var content = new byte[SIZE];
      if (file.length() >= SIZE) {
        file.readFully(content);
      }
      ByteBuffer read = ByteBuffer.wrap(content);
      boolean whole = read.getInt(CHECKED) == checksum(content);
      return new PositionFile(file, whole ? read.getLong(0) : 0);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** The last sequence that was written; 0 where there is none that can be read. */
  long sequence() {
    return written;
  }

  void write(long sequence) throws IOException {
    if (sequence != written) {
      var content = new byte[SIZE];
      ByteBuffer.wrap(content).putLong(sequence);
      ByteBuffer.wrap(content).putInt(CHECKED, checksum(content));
      file.seek(0);
      file.write(content);
      written = sequence;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static int checksum(byte[] content) {
    var crc = new CRC32C();
    crc.update(content, 0, CHECKED);
    return (int) crc.getValue();
  }
}
