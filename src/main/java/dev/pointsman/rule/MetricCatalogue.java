package dev.pointsman.rule;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The metrics of which something is known; every other has the same plain definition. */
public final class MetricCatalogue {

  public static final MetricCatalogue EMPTY = new MetricCatalogue(Map.of());

  private final Map<String, MetricDefinition> byMetric;

  private MetricCatalogue(Map<String, MetricDefinition> byMetric) {
    this.byMetric = Map.copyOf(byMetric);
  }

  /** This catalogue with more definitions, which stand in place of those of the same metric. */
  public MetricCatalogue with(Collection<MetricDefinition> definitions) {
    var more = new HashMap<>(byMetric);
    for (MetricDefinition definition : definitions) {
      more.put(definition.metric(), definition);
    }
    return new MetricCatalogue(more);
  }

  /** The definition of a metric, or the one of any other. */
  public MetricDefinition of(String metric) {
    MetricDefinition known = byMetric.get(metric);
    return known == null ? MetricDefinition.ofAnyOther(metric) : known;
  }

  public boolean contains(String metric) {
    return byMetric.containsKey(metric);
  }
}
