package dev.pointsman.event;

import dev.pointsman.codec.Binary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A metric's name on the wire; few of them come again and again, and come out as the same text. */
final class MetricName {

  /**
   * The names read last, by their bytes. Read and written by many threads without a lock: what is
   * in it never changes, and what is missed is made anew.
   */
  private static final @Nullable Name[] KNOWN = new @Nullable Name[1 << 12];

  private MetricName() {}

  private static final class Name {
    final byte[] bytes;
    final String text;

    Name(byte[] bytes) {
      this.bytes = bytes;
      this.text = new String(bytes, StandardCharsets.UTF_8);
    }
  }

  static void write(String name, DataOutput out) throws IOException {
    Binary.writeText(name, out);
  }

  static String read(DataInput in) throws IOException {
    byte[] bytes = Binary.readBytes(in);
    int slot = Arrays.hashCode(bytes) & (KNOWN.length - 1);
    Name known = KNOWN[slot];
    if (known == null || !Arrays.equals(known.bytes, bytes)) {
      known = new Name(bytes);
      KNOWN[slot] = known;
    }
    return known.text;
  }
}
