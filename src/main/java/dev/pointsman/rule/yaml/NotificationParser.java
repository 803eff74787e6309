package dev.pointsman.rule.yaml;

import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import dev.pointsman.yaml.Fields;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code notifications}; the type of one says which keys it may have. */
final class NotificationParser {

  private NotificationParser() {}

  static List<Notification> parse(@Nullable Node list, Severity ofRule, SourceFile file) {
    var notifications = new ArrayList<Notification>();
    if (list == null) {
      return notifications;
    }
    for (Node node : file.soundItems(list)) {
      ObjectType type = type(node);
      Fields fields = Fields.read(node, type, file);
      String text = fields.text("severity", ofRule.text());
      Severity severity = Severity.valueOf(text.toUpperCase(Locale.ROOT));
      if (type.equals(RuleKeys.SLACK) && !fields.has("channel")) {
        file.notice(
            node,
            "this slack notification names no channel: it needs SLACK_CHANNEL where the"
                + " notification job runs");
      }
      notifications.add(
          type.equals(RuleKeys.PAGERDUTY)
              ? new Notification.PagerDuty(severity)
              : new Notification.Slack(fields.text("channel"), severity));
    }
    return notifications;
  }

  private static ObjectType type(Node notification) {
    for (NodeTuple entry : Nodes.entries(notification)) {
      boolean isType =
          entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("type");
      if (isType && entry.getValueNode() instanceof ScalarNode type) {
        return switch (type.getValue()) {
          case "pagerduty" -> RuleKeys.PAGERDUTY;
          case "slack" -> RuleKeys.SLACK;
          default -> RuleKeys.ANY_NOTIFICATION;
        };
      }
    }
    return RuleKeys.ANY_NOTIFICATION;
  }
}
