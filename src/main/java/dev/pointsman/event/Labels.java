package dev.pointsman.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of labels, each a name with a value; equal when the names and values are equal,
 * ordered as the lists of their {@code name=value} texts, sorted. Compact: kept as bytes, and made
 * into texts where somebody asks for one.
 */
public final class Labels implements Comparable<Labels> {

  public static final Labels EMPTY = new LabelsBuilder().build();

  /** As {@link LabelsCodec} writes them, in ascending order of the names. */
  private final byte[] bytes;

  /** 0 where it has not been asked for yet. */
  private int hash;

  Labels(byte[] bytes) {
    this(bytes, 0);
  }

  Labels(byte[] bytes, int hash) {
    this.bytes = bytes;
    this.hash = hash;
  }

  /** Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Labels from names and values in turn: {@code of("region", "us-west-2", "check", "api")}. */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("names and values must come in pairs");
    }
    if (isSorted(namesAndValues)) {
      var builder = new LabelsBuilder();
      for (String text : namesAndValues) {
        builder.add(text);
      }
      return builder.build();
    }
    var sorted = new TreeMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (sorted.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
        throw new IllegalArgumentException("label " + namesAndValues[i] + " stands twice");
      }
    }
    return fromSorted(sorted);
  }

  private static boolean isSorted(String[] pairs) {
    for (int i = 2; i < pairs.length; i += 2) {
      if (pairs[i - 2].compareTo(pairs[i]) >= 0) {
        return false;
      }
    }
    return true;
  }

  public static Labels of(Map<String, String> labels) {
    return fromSorted(new TreeMap<>(labels));
  }

  private static Labels fromSorted(SortedMap<String, String> sorted) {
    var builder = new LabelsBuilder();
    sorted.forEach(
        (name, value) -> {
          builder.add(name);
          builder.add(value);
        });
    return builder.build();
  }

  public int size() {
    return new Walk().labels;
  }

  public boolean isEmpty() {
    return bytes.length == 1;
  }

  /** How long the names and values are together, in characters as Java counts them. */
  public int chars() {
    int chars = 0;
    var walk = new Walk();
    for (int i = 0; i < 2 * walk.labels; i++) {
      walk.next();
      chars += walk.chars();
    }
    return chars;
  }

  /** The value of a label, or null where the label is absent. */
  public @Nullable String get(String name) {
    var walk = new Walk();
    for (int i = 0; i < walk.labels; i++) {
      walk.next();
      boolean found = walk.is(name);
      walk.next();
      if (found) {
        return walk.text();
      }
    }
    return null;
  }

  /** The value of a label; an absent one reads as the empty string, as in Prometheus. */
  public String getOrEmpty(String name) {
    String value = get(name);
    return value == null ? "" : value;
  }

  /**
   * These labels restricted to {@code names}, or null where one of them is absent.
   *
   * @param names each once
   */
  public @Nullable Labels project(Collection<String> names) {
    var builder = new LabelsBuilder();
    int missing = names.size();
    var walk = new Walk();
    for (int i = 0; i < walk.labels; i++) {
      walk.next();
      boolean wanted = walk.isIn(names);
      if (wanted) {
        missing--;
        walk.addTo(builder);
      }
      walk.next();
      if (wanted) {
        walk.addTo(builder);
      }
    }
    return missing == 0 ? builder.build() : null;
  }

  /** These labels and {@code others}; where both have a name, the other's value stands. */
  public Labels with(Labels others) {
    if (others.isEmpty()) {
      return this;
    }
    var sorted = new TreeMap<String, String>();
    forEach(sorted::put);
    others.forEach(sorted::put);
    return fromSorted(sorted);
  }

  /** These labels without {@code others}, which are some of them. */
  public Labels without(Labels others) {
    var builder = new LabelsBuilder();
    var walk = new Walk();
    if (others.isEmpty()) {
      return this;
    }
    var other = others.new Walk();
    int left = other.labels;
    other.next();
    for (int i = 0; i < walk.labels; i++) {
      walk.next();
      boolean isThere = left > 0 && walk.isSame(other);
      if (!isThere) {
        walk.addTo(builder);
      }
      walk.next();
      if (!isThere) {
        walk.addTo(builder);
      } else {
        other.next();
        if (--left > 0) {
          other.next();
        }
      }
    }
    return builder.build();
  }

  /** Calls {@code action} with each name and value, in ascending order of the names. */
  public void forEach(BiConsumer<String, String> action) {
    var walk = new Walk();
    for (int i = 0; i < walk.labels; i++) {
      walk.next();
      String name = walk.text();
      walk.next();
      action.accept(name, walk.text());
    }
  }

  public Map<String, String> toMap() {
    var map = new TreeMap<String, String>();
    forEach(map::put);
    return map;
  }

  @Override
  public int compareTo(Labels other) {
    List<String> mine = sortedTexts();
    List<String> theirs = other.sortedTexts();
    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
      int order = mine.get(i).compareTo(theirs.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(mine.size(), theirs.size());
  }

  /** Each as {@code name=value}, sorted: labels order as these lists do. */
  public List<String> sortedTexts() {
    var texts = new ArrayList<String>(size());
    forEach((name, value) -> texts.add(name + "=" + value));
    texts.sort(null);
    return texts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Labels that
            && (hash == that.hash || hash == 0 || that.hash == 0)
            && Arrays.equals(bytes, that.bytes));
  }

  /**
   * Says in which part of the state a group of these labels lies, and so stays what it is: that of
   * the list of the names and values in turn.
   */
  @Override
  public int hashCode() {
    if (hash == 0) {
      int all = 1;
      var walk = new Walk();
      for (int i = 0; i < 2 * walk.labels; i++) {
        walk.next();
        all = 31 * all + walk.textHash();
      }
      hash = all;
    }
    return hash;
  }

  /** {@code {check="api",region="us-west-2"}}, as Prometheus writes them. */
  @Override
  public String toString() {
    var text = new StringBuilder("{");
    forEach(
        (name, value) ->
            text.append(text.length() > 1 ? "," : "")
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append('"'));
    return text.append('}').toString();
  }

  /** Goes over the names and values in turn, each a stretch of the bytes. */
  private final class Walk {
    private final int labels;
    private int from;
    private int to;

    Walk() {
      labels = varInt();
      to = from;
    }

    private int varInt() {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[from++];
        value |= (next & 0x7F) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    void next() {
      from = to;
      int length = varInt();
      to = from + length;
    }

    String text() {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    void addTo(LabelsBuilder builder) {
      builder.add(bytes, from, to - from);
    }

    boolean isSame(Walk other) {
      return Arrays.equals(bytes, from, to, other.bytes(), other.from, other.to);
    }

    private byte[] bytes() {
      return bytes;
    }

    boolean isIn(Collection<String> texts) {
      for (String each : texts) {
        if (is(each)) {
          return true;
        }
      }
      return false;
    }

    /** Compares without making a text, as long as all is ASCII. */
    boolean is(String text) {
      int length = text.length();
      if (length > to - from) {
        return false; // UTF-8 has at least a byte for each
      }
      for (int i = 0; i < length; i++) {
        char each = text.charAt(i);
        if (each >= 0x80) {
          return text.equals(text());
        }
        if (bytes[from + i] != each) {
          return false;
        }
      }
      return length == to - from;
    }

    /** In UTF-16: of a character's bytes the first counts, and twice where there are four. */
    int chars() {
      int chars = 0;
      for (int i = from; i < to; i++) {
        int each = bytes[i] & 0xFF;
        chars += (each & 0xC0) == 0x80 ? 0 : each >= 0xF0 ? 2 : 1;
      }
      return chars;
    }

    /** {@link String#hashCode} of the text. */
    int textHash() {
      int textHash = 0;
      for (int i = from; i < to; i++) {
        if (bytes[i] < 0) {
          return text().hashCode();
        }
        textHash = 31 * textHash + bytes[i];
      }
      return textHash;
    }
  }
}
