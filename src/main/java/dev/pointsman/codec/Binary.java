package dev.pointsman.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The primitives that the codecs are made of: varints (LEB128), zigzag, text and numbers. */
public final class Binary {

  private static final int WHOLE = 0;
  private static final int FRACTION = 1;

  /** Room is made for what is there, not for what a corrupt length promises. */
  private static final int MAX_BYTES_AHEAD = 1 << 16;

  private Binary() {}

  /** An unsigned varint, 1 to 10 bytes. */
  public static void writeVarLong(long value, DataOutput out) throws IOException {
    while ((value & ~0x7FL) != 0) {
      out.writeByte((int) (value & 0x7F) | 0x80);
      value >>>= 7;
    }
    out.writeByte((int) value);
  }

  public static long readVarLong(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a varint is longer than 10 bytes");
  }

  /** A signed varint: zigzag, so that small negative numbers are short too. */
  public static void writeSignedVarLong(long value, DataOutput out) throws IOException {
    writeVarLong((value << 1) ^ (value >> 63), out);
  }

  public static long readSignedVarLong(DataInput in) throws IOException {
    long raw = readVarLong(in);
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** A count of things, 0 or more. */
  public static void writeCount(int count, DataOutput out) throws IOException {
    writeVarLong(count, out);
  }

  public static int readCount(DataInput in) throws IOException {
    long count = readVarLong(in);
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw new IOException("a count of " + count);
    }
    return (int) count;
  }

  /** UTF-8 behind its length; unlike {@code writeUTF} of any length. */
  public static void writeText(String text, DataOutput out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  public static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  /** Bytes behind their number. */
  public static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    writeCount(bytes.length, out);
    out.write(bytes);
  }

  public static byte[] readBytes(DataInput in) throws IOException {
    int length = readCount(in);
    byte[] bytes = new byte[Math.min(length, MAX_BYTES_AHEAD)];
    in.readFully(bytes);
    while (bytes.length < length) {
      int read = bytes.length;
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * read));
      in.readFully(bytes, read, bytes.length - read);
    }
    return bytes;
  }

  /** A double; most measured values are small whole numbers and take two bytes. */
  public static void writeNumber(double value, DataOutput out) throws IOException {
    long whole = (long) value;
    // -0.0 is not 0: its bits have to survive.
    if (whole == value && Math.abs(whole) < 1L << 52 && !(whole == 0 && 1 / value < 0)) {
      out.writeByte(WHOLE);
      writeSignedVarLong(whole, out);
    } else {
      out.writeByte(FRACTION);
      out.writeDouble(value);
    }
  }

  public static double readNumber(DataInput in) throws IOException {
    byte form = in.readByte();
    return switch (form) {
      case WHOLE -> readSignedVarLong(in);
      case FRACTION -> in.readDouble();
      default -> throw new IOException("a number of the unknown form " + form);
    };
  }
}
