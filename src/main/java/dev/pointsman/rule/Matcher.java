package dev.pointsman.rule;

import com.google.re2j.Pattern;
import dev.pointsman.event.Labels;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one label of a reading has to be, with the meaning that Prometheus gives its matchers: a
 * label that is absent reads as the empty string, and a regular expression is anchored. Expressions
 * are RE2, so that none takes more than linear time.
 */
public final class Matcher {

  /** How a matcher compares. */
  public enum Kind {
    /** Equal to one of the values. */
    IN("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String symbol;

    Kind(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  private final String label;
  private final Kind kind;
  private final List<String> values;
  private final @Nullable Pattern pattern;

  private Matcher(String label, Kind kind, List<String> values) {
    this.label = label;
    this.kind = kind;
    this.values = List.copyOf(values);
    this.pattern =
        kind == Kind.REGEX || kind == Kind.NOT_REGEX ? Pattern.compile(values.get(0)) : null;
  }

  /** A label that must have one of {@code values}; at least one. Their order does not matter. */
  public static Matcher in(String label, List<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a matcher needs a value");
    }
    return new Matcher(label, Kind.IN, List.copyOf(new TreeSet<>(values)));
  }

  /**
   * One Prometheus matcher.
   *
   * @throws com.google.re2j.PatternSyntaxException where the expression does not compile
   */
  public static Matcher of(String label, Kind kind, String value) {
    return new Matcher(label, kind, List.of(value));
  }

  public String label() {
    return label;
  }

  public Kind kind() {
    return kind;
  }

  /** What it may be, in ascending order; for the other kinds than {@link Kind#IN} just one. */
  public List<String> values() {
    return values;
  }

  public boolean matches(Labels labels) {
    String value = labels.getOrEmpty(label);
    return switch (kind) {
      case IN -> values.contains(value);
      case NOT_EQUAL -> !values.get(0).equals(value);
      case REGEX -> Objects.requireNonNull(pattern).matches(value);
      case NOT_REGEX -> !Objects.requireNonNull(pattern).matches(value);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Matcher that
        && label.equals(that.label)
        && kind == that.kind
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(label, kind, values);
  }

  /** {@code region=~"us-.*"}, or {@code region="us-east-1"|"us-west-2"}; tells all that differ. */
  @Override
  public String toString() {
    return values.stream()
        .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining("|", label + kind.symbol, ""));
  }
}
