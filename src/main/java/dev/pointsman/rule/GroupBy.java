package dev.pointsman.rule;

import dev.pointsman.event.Labels;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The labels that tell one alert of a rule from another: a set of names, or every label that the
 * reading has.
 */
public final class GroupBy {

  /** Every label of the reading, as they stand. */
  public static final GroupBy EVERY_LABEL = new GroupBy(List.of(), true);

  private final List<String> names;
  private final boolean everyLabel;

  private GroupBy(List<String> names, boolean everyLabel) {
    this.names = names;
    this.everyLabel = everyLabel;
  }

  /** A set of label names; at least one. Their order does not matter. */
  public static GroupBy names(Collection<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("by needs a label");
    }
    return new GroupBy(List.copyOf(new TreeSet<>(names)), false);
  }

  /** The names in ascending order; empty for {@link #EVERY_LABEL}. */
  public List<String> names() {
    return names;
  }

  public boolean isEveryLabel() {
    return everyLabel;
  }

  /** The labels of the group that a reading belongs to, or null where it lacks one of them. */
  public @Nullable Labels group(Labels labels) {
    return everyLabel ? labels : labels.project(names);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupBy that
        && everyLabel == that.everyLabel
        && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode() * 2 + (everyLabel ? 1 : 0);
  }

  @Override
  public String toString() {
    return everyLabel ? "every label" : names.toString();
  }
}
