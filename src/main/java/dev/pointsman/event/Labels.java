package dev.pointsman.event;

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
 * ordered as the lists of their {@code name=value} texts, sorted.
 */
public final class Labels implements Comparable<Labels> {

  public static final Labels EMPTY = new Labels(new String[0]);

  /** Names and values in turn, in ascending order of the names. */
  private final String[] pairs;

  private int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  /** Labels from names and values in turn: {@code of("region", "us-west-2", "check", "api")}. */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("names and values must come in pairs");
    }
    if (isSorted(namesAndValues)) {
      return namesAndValues.length == 0 ? EMPTY : new Labels(namesAndValues.clone());
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
    if (sorted.isEmpty()) {
      return EMPTY;
    }
    var pairs = new String[sorted.size() * 2];
    int i = 0;
    for (var entry : sorted.entrySet()) {
      pairs[i++] = entry.getKey();
      pairs[i++] = entry.getValue();
    }
    return new Labels(pairs);
  }

  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /** The name of the label at {@code index}, in ascending order of the names. */
  public String name(int index) {
    return pairs[2 * index];
  }

  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** The value of a label, or null where the label is absent. */
  public @Nullable String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /** The value of a label; an absent one reads as the empty string, as in Prometheus. */
  public String getOrEmpty(String name) {
    String value = get(name);
    return value == null ? "" : value;
  }

  /** These labels restricted to {@code names}, or null where one of them is absent. */
  public @Nullable Labels project(Collection<String> names) {
    var sorted = new TreeMap<String, String>();
    for (String name : names) {
      String value = get(name);
      if (value == null) {
        return null;
      }
      sorted.put(name, value);
    }
    return fromSorted(sorted);
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

  /** These labels without those that {@code others} has, which are some of them. */
  public Labels without(Labels others) {
    var rest = new TreeMap<String, String>();
    forEach(rest::put);
    others.forEach((name, value) -> rest.remove(name));
    return fromSorted(rest);
  }

  /** Calls {@code action} with each name and value, in ascending order of the names. */
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < pairs.length; i += 2) {
      action.accept(pairs[i], pairs[i + 1]);
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

  private List<String> sortedTexts() {
    var texts = new ArrayList<String>(size());
    forEach((name, value) -> texts.add(name + "=" + value));
    texts.sort(null);
    return texts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels that && Arrays.equals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Arrays.hashCode(pairs);
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
}
