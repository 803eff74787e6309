package dev.pointsman.codec;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Streams over byte arrays for one thread: those of the JDK take a lock for each byte. */
public final class Bytes {

  private Bytes() {}

  /** Collects what is written. */
  public static final class Out extends OutputStream {
    private byte[] bytes;
    private int size;

    /** Collects about so many bytes, or more. */
    public Out(int expected) {
      bytes = new byte[Math.max(16, expected)];
    }

    @Override
    public void write(int each) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * size);
      }
      bytes[size++] = (byte) each;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      if (length > bytes.length - size) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, length)));
      }
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
    }

    public byte[] toArray() {
      return Arrays.copyOf(bytes, size);
    }
  }

  /** Reads an array. */
  public static final class In extends InputStream {
    private final byte[] bytes;
    private int position;

    public In(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return position == bytes.length ? -1 : bytes[position++] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, to.length);
      if (length == 0) {
        return 0;
      }
      int count = Math.min(length, bytes.length - position);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(bytes, position, to, offset, count);
      position += count;
      return count;
    }

    @Override
    public int available() {
      return bytes.length - position;
    }
  }
}
