package dev.pointsman.event;

import dev.pointsman.codec.Binary;
import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts names and values in turn, which come in ascending order of the names, into labels. */
final class LabelsBuilder {

  /** Room is made for what is there, not for what a corrupt length promises. */
  private static final int MAX_BYTES_AHEAD = 1 << 16;

  private byte[] bytes;
  private int size;
  private int texts;

  LabelsBuilder() {
    this(64);
  }

  /**
   * A builder with some room.
   *
   * @param room bytes; more are made where they are needed
   */
  LabelsBuilder(int room) {
    bytes = new byte[room];
  }

  void add(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    add(utf8, 0, utf8.length);
  }

  /** A text in UTF-8. */
  void add(byte[] from, int offset, int length) {
    begin(length);
    makeRoom(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  /** A text as {@link Binary#writeText} wrote it. */
  void read(DataInput in) throws IOException {
    int left = Binary.readCount(in);
    begin(left);
    while (left > 0) {
      int next = Math.min(left, MAX_BYTES_AHEAD);
      makeRoom(next);
      in.readFully(bytes, size, next);
      size += next;
      left -= next;
    }
  }

  private void begin(int length) {
    makeRoom(5);
    size = putVarInt(length, bytes, size);
    texts++;
  }

  private void makeRoom(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  Labels build() {
    byte[] count = new byte[5];
    int head = putVarInt(texts / 2, count, 0);
    byte[] whole = Arrays.copyOf(count, head + size);
    System.arraycopy(bytes, 0, whole, head, size);
    return new Labels(whole);
  }

  private static int putVarInt(int value, byte[] to, int at) {
    while ((value & ~0x7F) != 0) {
      to[at++] = (byte) ((value & 0x7F) | 0x80);
      value >>>= 7;
    }
    to[at++] = (byte) value;
    return at;
  }
}
