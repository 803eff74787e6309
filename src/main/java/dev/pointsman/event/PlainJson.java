package dev.pointsman.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The steps through a JSON text of the plainest sort. Each begins at a place in the text and
 * answers where its part ends; {@link #OTHER} where the part is of another sort or no JSON.
 */
final class PlainJson {

  static final int OTHER = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  private PlainJson() {}

  /** The first place that holds no white space. */
  static int space(byte[] json, int at) {
    int end = at;
    while (end < json.length && json[end] <= ' ' && isSpace(json[end])) {
      end++;
    }
    return end;
  }

  private static boolean isSpace(byte each) {
    return each == ' ' || each == '\n' || each == '\r' || each == '\t';
  }

  static boolean is(byte[] json, int at, char expected) {
    return at < json.length && json[at] == expected;
  }

  /** Behind a colon, or a comma, or a bracket, and the white space around it. */
  static int mark(byte[] json, int at, char expected) {
    int mark = space(json, at);
    return is(json, mark, expected) ? space(json, mark + 1) : OTHER;
  }

  /**
   * Whether a text stands there.
   *
   * @param text of 8 to 16 bytes: two longs, which may overlap
   */
  static boolean startsWith(byte[] json, int at, byte[] text) {
    int tail = text.length - Long.BYTES;
    return at + text.length <= json.length
        && (long) LONGS.get(json, at) == (long) LONGS.get(text, 0)
        && (long) LONGS.get(json, at + tail) == (long) LONGS.get(text, tail);
  }

  /** Behind a word such as {@code null}. */
  static int word(byte[] json, int at, String word) {
    int end = at + word.length();
    if (end > json.length) {
      return OTHER;
    }
    for (int i = 0; i < word.length(); i++) {
      if (json[at + i] != word.charAt(i)) {
        return OTHER;
      }
    }
    return end;
  }

  /** Behind a string of ASCII without escapes. */
  static int string(byte[] json, int at) {
    if (!is(json, at, '"')) {
      return OTHER;
    }
    int end = at + 1;
    while (end <= json.length - Long.BYTES) {
      long special = special((long) LONGS.get(json, end));
      if (special != 0) {
        end += Long.numberOfTrailingZeros(special) / Byte.SIZE;
        return json[end] == '"' ? end + 1 : OTHER;
      }
      end += Long.BYTES;
    }
    for (; end < json.length; end++) {
      byte next = json[end];
      if (next == '"') {
        return end + 1;
      }
      if (next < ' ' || next == '\\') { // what is not ASCII is negative
        return OTHER;
      }
    }
    return OTHER;
  }

  /** The first place of a character; the end of the text where it is not there. */
  static int find(byte[] json, int from, char wanted) {
    int at = from;
    for (; at <= json.length - Long.BYTES; at += Long.BYTES) {
      long found = (long) LONGS.get(json, at) ^ (EACH_BYTE * wanted);
      long bits = (found - EACH_BYTE) & ~found & HIGHEST_BITS;
      if (bits != 0) {
        return at + Long.numberOfTrailingZeros(bits) / Byte.SIZE;
      }
    }
    while (at < json.length && json[at] != wanted) {
      at++;
    }
    return at;
  }

  /**
   * The lowest bit that is set stands in the first byte that is a quote, a backslash, a control
   * character or not ASCII; 0 where none is.
   */
  private static long special(long bytes) {
    long quote = bytes ^ (EACH_BYTE * '"');
    long backslash = bytes ^ (EACH_BYTE * '\\');
    long found =
        ((quote - EACH_BYTE) & ~quote)
            | ((backslash - EACH_BYTE) & ~backslash)
            | ((bytes - EACH_BYTE * ' ') & ~bytes)
            | bytes;
    return found & HIGHEST_BITS;
  }
}
