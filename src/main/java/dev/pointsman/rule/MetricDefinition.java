package dev.pointsman.rule;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a condition on a metric is taken to mean where it leaves something out.
 *
 * @param by how a rule groups whose first condition is on this metric
 * @param unit what its values are counted in
 * @param windowMillis more than 0
 * @param labels all that its readings can have; empty where that is not known
 */
public record MetricDefinition(
    String metric,
    GroupBy by,
    Aggregate aggregate,
    Comparison compare,
    Unit unit,
    long windowMillis,
    Set<String> labels) {

  public MetricDefinition {
    labels = Set.copyOf(labels);
    if (windowMillis <= 0) {
      throw new IllegalArgumentException("a window must be longer than 0, not " + windowMillis);
    }
  }

  /** What holds for a metric of which nothing is said. */
  public static MetricDefinition ofAnyOther(String metric) {
    return new MetricDefinition(
        metric,
        GroupBy.EVERY_LABEL,
        Aggregate.LAST,
        Comparison.GREATER,
        Unit.NONE,
        5 * 60_000,
        Set.of());
  }

  /** Whether a reading of this metric may have a label of this name. */
  public boolean canHave(String label) {
    return labels.isEmpty() || labels.contains(label);
  }

  /** The labels in ascending order, between commas. */
  public String labelsText() {
    return String.join(", ", new TreeSet<>(labels));
  }
}
