package dev.pointsman.rule.yaml;

import dev.pointsman.alert.AnnotationTemplate;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.NoData;
import dev.pointsman.yaml.Fields;
import dev.pointsman.yaml.Nearest;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.SourceFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Notices what a rule says that is allowed and does nothing. */
final class RuleNotices {

  private final AlertRule rule;
  private final Fields fields;
  private final SourceFile file;

  RuleNotices(AlertRule rule, Fields fields, SourceFile file) {
    this.rule = rule;
    this.fields = fields;
    this.file = file;
  }

  void give(List<ConditionParser.Parsed> conditions) {
    conditions.forEach(each -> quorum(each.quorumNode()));
    if (fields.has("no_data_after") && rule.noData().policy() == NoData.Policy.KEEP) {
      file.notice(
          fields.key("no_data_after"),
          "no_data_after has no effect without \"no_data: resolve\" or \"no_data: alert\"");
    }
    actions(fields.value("actions"));
    annotations(conditions);
  }

  private void quorum(@Nullable Node quorum) {
    if (quorum == null) {
      return;
    }
    for (NodeTuple entry : Nodes.entries(quorum)) {
      String label = Nodes.text(entry.getKeyNode());
      boolean isOneInAGroup = rule.by().isEveryLabel() || rule.by().names().contains(label);
      if (isOneInAGroup && Integer.parseInt(Nodes.text(entry.getValueNode())) > 1) {
        file.notice(
            entry.getKeyNode(),
            "the condition is never true: the rule groups by \""
                + label
                + "\", so no group has two values of it");
      }
    }
  }

  private void actions(@Nullable Node actions) {
    if (actions == null) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Node action : Nodes.items(actions)) {
      if (!seen.add(Nodes.text(action))) {
        file.notice(action, "action \"" + Nodes.text(action) + "\" is asked for twice");
      }
    }
  }

  private void annotations(List<ConditionParser.Parsed> conditions) {
    Node annotations = fields.value("annotations");
    if (annotations == null) {
      return;
    }
    Set<String> known = new TreeSet<>(rule.response().labels().toMap().keySet());
    known.add("value");
    if (rule.by().isEveryLabel()) {
      var metric = conditions.get(0).metric();
      if (metric == null || metric.labels().isEmpty()) {
        return; // whatever the readings have
      }
      known.addAll(metric.labels());
    } else {
      known.addAll(rule.by().names());
    }
    for (NodeTuple entry : Nodes.entries(annotations)) {
      for (String name : AnnotationTemplate.names(Nodes.text(entry.getValueNode()))) {
        if (!known.contains(name)) {
          String hint = Nearest.hint(name, known);
          file.notice(
              entry.getValueNode(),
              ("{{" + name + "}} is always empty" + (hint.isEmpty() ? ";" : hint))
                  + (" an annotation can use " + String.join(", ", known)));
        }
      }
    }
  }
}
