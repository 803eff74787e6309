package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.pointsman.yaml.Key;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Which of the metrics that come from Prometheus' world are taken, and what they are called then.
 * Regular expressions are RE2's and match whole names.
 *
 * @param keep what is taken; everything where there is none
 * @param drop what is not taken though it is kept
 * @param rename new names by regular expression, of which the first that matches counts; they may
 *     hold its groups as {@code $1}
 * @param dropLabels labels that are left out, by name
 * @param renameLabels new names of labels, by name
 */
public record MetricFilter(
    List<String> keep,
    List<String> drop,
    Map<String, String> rename,
    List<String> dropLabels,
    Map<String, String> renameLabels) {

  /** Everything as it is. */
  public static final MetricFilter EVERYTHING =
      new MetricFilter(List.of(), List.of(), Map.of(), List.of(), Map.of());

  private static final java.util.regex.Pattern GROUP = java.util.regex.Pattern.compile("\\$(\\d+)");

  private static final String LABEL_PATTERN = "[A-Za-z_][A-Za-z0-9_]*";

  private static final Shape LABEL_NAME =
      Shapes.matching(LABEL_PATTERN, "a label's name, such as region");

  /** Keys of which none must be there. */
  static final ObjectType TYPE =
      type(optional("keep", names(), "Which metrics are taken; default: all."));

  /** The same where what is taken has to be said. */
  static final ObjectType WITH_KEEP =
      type(required("keep", names(), "Which metrics are taken, such as [\"node_.*\"]."));

  public MetricFilter {
    keep = List.copyOf(keep);
    drop = List.copyOf(drop);
    rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
    dropLabels = List.copyOf(dropLabels);
    renameLabels = Map.copyOf(renameLabels);
  }

  private static ObjectType type(Key keep) {
    return ObjectType.of(
        "metrics",
        keep,
        optional("drop", names(), "Which are not taken though they are kept."),
        optional(
            "rename",
            new Shape.MapOf("regular expression", Shapes.TEXT),
            "New names by regular expression, with its groups as $1."),
        optional("drop_labels", Shapes.listOf(LABEL_NAME), "Labels that are left out."),
        optional(
            "rename_labels",
            new Shape.MapOf("label", LABEL_NAME),
            "New names of labels, by name."));
  }

  private static Shape names() {
    return Shapes.listOf(Scalars.REGEX);
  }

  static boolean isLabelName(String text) {
    return text.matches(LABEL_PATTERN);
  }

  /** What a block says; {@link #EVERYTHING} where it is absent. */
  static MetricFilter read(Block block) {
    for (NodeTuple each : block.entries("rename")) {
      String complaint = complaint(Nodes.text(each.getKeyNode()), Nodes.text(each.getValueNode()));
      if (complaint != null) {
        block.problem(each.getKeyNode(), complaint);
      }
    }
    return new MetricFilter(
        block.texts("keep"),
        block.texts("drop"),
        block.texts("rename", text -> text),
        block.texts("drop_labels"),
        block.texts("rename_labels", text -> text));
  }

  private static @Nullable String complaint(String regex, String name) {
    try {
      Pattern pattern = Pattern.compile(regex);
      Matcher groups = GROUP.matcher(name);
      while (groups.find()) {
        if (groups.group(1).length() > 2
            || Integer.parseInt(groups.group(1)) > pattern.groupCount()) {
          return Nodes.quote(name)
              + " uses "
              + groups.group()
              + ", a group that is not in "
              + regex;
        }
      }
      return null;
    } catch (PatternSyntaxException e) {
      return "what is renamed must be a regular expression of RE2: " + e.getMessage();
    }
  }
}
