package dev.pointsman.rule;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Notifications as JSON, the same in rules and in the transitions that carry them. */
public final class NotificationJson {

  private NotificationJson() {}

  /** One object, with the keys of a rule file. */
  public static void write(Notification notification, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (notification instanceof Notification.Slack slack) {
      json.writeStringField("type", "slack");
      if (slack.channel() != null) {
        json.writeStringField("channel", slack.channel());
      }
    } else {
      json.writeStringField("type", "pagerduty");
    }
    json.writeStringField("severity", notification.severity().text());
    json.writeEndObject();
  }
}
