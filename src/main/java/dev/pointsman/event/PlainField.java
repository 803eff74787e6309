package dev.pointsman.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A field that an event may have, and what it holds in the one that {@link PlainEvent} reads. */
final class PlainField {

  /** What a field holds. */
  enum Sort {
    TEXT,
    NUMBER,
    STATUS,
    TIME,
    LABELS
  }

  final byte[] name;

  /** Its name as most write it, with quotes and colon. */
  final byte[] start;

  final Sort sort;

  /** Whether null is as good as nothing. */
  final boolean optional;

  /** The field that followed it last, and most often does again. */
  @Nullable PlainField next;

  boolean named;
  boolean given;
  int from;
  int to;
  double number;

  PlainField(String name, Sort sort, boolean optional) {
    this.name = name.getBytes(StandardCharsets.US_ASCII);
    this.start = ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
    this.sort = sort;
    this.optional = optional;
  }

  boolean isNamed(byte[] json, int begin, int end) {
    return Arrays.equals(name, 0, name.length, json, begin, end);
  }

  /** Of a name of three letters at least; another one for each field, and below 32. */
  static int slot(byte[] text, int begin, int end) {
    return (3 * (end - begin) + text[begin] + 6 * text[begin + 2]) & 31;
  }
}
