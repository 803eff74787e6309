package dev.pointsman.rule.yaml;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.MetricCatalogue;
import dev.pointsman.rule.MetricDefinition;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Response;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import dev.pointsman.yaml.Fields;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Reads rules, one after another, and holds their names against each other. */
final class RuleParser {

  private final MetricCatalogue catalogue;
  private final Map<String, String> placeByName = new HashMap<>();

  RuleParser(MetricCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The rule at a node, or null where something in it was reported. */
  @Nullable AlertRule parse(Node node, SourceFile file) {
    int before = file.findings().problemCount();
    Fields fields = Fields.read(node, RuleKeys.RULE, file);
    Node name = fields.value("name");
    if (name != null) {
      String first = placeByName.putIfAbsent(Nodes.text(name), file.place(name));
      if (first != null) {
        file.problem(
            name,
            "duplicate name \""
                + Nodes.text(name)
                + "\", first at "
                + first
                + ": rename or leave out one of them");
      }
    }
    List<ConditionParser.Parsed> conditions = conditions(fields, file);
    GroupBy by = by(fields, conditions, file);
    Severity severity = constant(Severity.class, fields.text("severity", "warning"));
    List<Notification> notifications =
        NotificationParser.parse(fields.value("notifications"), severity, file);
    if (name == null || by == null || file.findings().problemCount() > before) {
      return null;
    }
    List<Condition> sound =
        conditions.stream()
            .map(ConditionParser.Parsed::condition)
            .map(Objects::requireNonNull)
            .toList();
    var rule =
        new AlertRule(
            Nodes.text(name),
            severity,
            by,
            constant(When.class, fields.text("when", "all")),
            sound,
            new Hold(fields.duration("for", 0), fields.duration("keep_firing_for", 0)),
            new NoData(
                constant(NoData.Policy.class, fields.text("no_data", "keep")),
                fields.duration("no_data_after", twiceTheLongestWindow(sound))),
            new Response(
                Labels.of(texts(fields.value("labels"))),
                texts(fields.value("annotations")),
                notifications,
                list(fields.value("actions"))));
    new RuleNotices(rule, fields, file).give(conditions);
    return rule;
  }

  private List<ConditionParser.Parsed> conditions(Fields fields, SourceFile file) {
    var conditions = new ArrayList<ConditionParser.Parsed>();
    Node node = fields.value("conditions");
    if (node != null) {
      var parser = new ConditionParser(catalogue, file);
      file.soundItems(node).forEach(each -> conditions.add(parser.parse(each)));
    }
    return conditions;
  }

  /** How the rule groups, or null where that cannot be told. */
  private static @Nullable GroupBy by(
      Fields fields, List<ConditionParser.Parsed> conditions, SourceFile file) {
    Node node = fields.value("by");
    if (node != null) {
      return written(node, conditions, file);
    }
    if (fields.has("by") || conditions.isEmpty()) {
      return null;
    }
    MetricDefinition first = conditions.get(0).metric();
    if (first == null) {
      return null;
    }
    GroupBy by = first.by();
    if (by.isEveryLabel() && conditions.size() > 1) {
      file.problem(
          fields.key("conditions"),
          "a rule with several conditions needs the key \"by\": "
              + first.metric()
              + " is grouped by every label of a reading, and readings of different conditions"
              + " rarely have all labels in common; expected by: [the labels they share]");
    }
    for (ConditionParser.Parsed other : conditions.subList(1, conditions.size())) {
      for (String label : by.names()) {
        if (other.metric() != null
            && other.metricNode() != null
            && !other.metric().canHave(label)) {
          file.problem(
              other.metricNode(),
              String.format(
                  "%s never has the label \"%s\" by which %s groups the rule: expected a \"by\""
                      + " with labels that all conditions have (%s only has the labels %s)",
                  other.metric().metric(),
                  label,
                  first.metric(),
                  other.metric().metric(),
                  other.metric().labelsText()));
        }
      }
    }
    return by;
  }

  private static @Nullable GroupBy written(
      Node node, List<ConditionParser.Parsed> conditions, SourceFile file) {
    Set<String> names = new HashSet<>();
    for (Node item : file.soundItems(node)) {
      String label = Nodes.text(item);
      if (!names.add(label)) {
        file.problem(item, "label \"" + label + "\" stands twice in by");
      }
      for (ConditionParser.Parsed condition : conditions) {
        new LabelCheck(condition.metric(), file).check(label, item, "by");
      }
    }
    return names.isEmpty() ? null : GroupBy.names(names);
  }

  private static long twiceTheLongestWindow(List<Condition> conditions) {
    long longest = conditions.stream().mapToLong(Condition::windowMillis).max().orElse(1);
    return longest > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : longest * 2;
  }

  private static Map<String, String> texts(@Nullable Node mapping) {
    var texts = new HashMap<String, String>();
    if (mapping instanceof MappingNode found) {
      for (NodeTuple entry : found.getValue()) {
        texts.put(Nodes.text(entry.getKeyNode()), Nodes.text(entry.getValueNode()));
      }
    }
    return texts;
  }

  private static List<String> list(@Nullable Node list) {
    return list == null ? List.of() : Nodes.texts(list);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }
}
