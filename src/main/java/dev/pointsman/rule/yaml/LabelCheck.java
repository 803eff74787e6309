package dev.pointsman.rule.yaml;

import dev.pointsman.rule.MetricDefinition;
import dev.pointsman.yaml.Nearest;
import dev.pointsman.yaml.SourceFile;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reports labels that a metric's readings never have.
 *
 * @param metric null where it is not known, and everything passes
 */
record LabelCheck(@Nullable MetricDefinition metric, SourceFile file) {

  /** Looks at a label that {@code key} names. */
  void check(String label, Node at, String key) {
    if (metric != null && !metric.canHave(label)) {
      String hint = Nearest.hint(label, metric.labels());
      file.problem(
          at,
          "label \""
              + label
              + "\" in "
              + key
              + (hint.isEmpty() ? ":" : hint)
              + (" " + metric.metric() + " only has the labels " + metric.labelsText()));
    }
  }
}
