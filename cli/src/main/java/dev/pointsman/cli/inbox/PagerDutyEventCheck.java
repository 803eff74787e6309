package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the Events API v2 requires of an event.
 *
 * @see <a href="https://developer.pagerduty.com/docs/events-api-v2/trigger-events/">Events API
 *     v2</a>
 */
final class PagerDutyEventCheck {

  static final int BODY_BYTES = 512 * 1024;

  private static final int ROUTING_KEY_CHARACTERS = 32;
  private static final int DEDUP_KEY_CHARACTERS = 255;
  private static final int SUMMARY_CHARACTERS = 1024;
  private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
  private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

  private final JsonNode event;
  private final List<String> errors = new ArrayList<>();

  private PagerDutyEventCheck(JsonNode event) {
    this.event = event;
  }

  /** All that is wrong with the event; empty for a valid one. */
  static List<String> errors(JsonNode event) {
    var check = new PagerDutyEventCheck(event);
    check.routingKey();
    check.action();
    return check.errors;
  }

  private void routingKey() {
    String key = required(event, "routing_key", "routing_key");
    if (key != null && key.length() != ROUTING_KEY_CHARACTERS) {
      errors.add("Length of 'routing_key' is incorrect (should be 32 characters)");
    }
  }

  private void action() {
    String action = required(event, "event_action", "event_action");
    if (action != null && !ACTIONS.contains(action)) {
      errors.add("'event_action' is invalid (must be one of: trigger, acknowledge, resolve)");
    }
    JsonNode dedupKey = event.path("dedup_key");
    if (dedupKey.isTextual() && dedupKey.textValue().length() > DEDUP_KEY_CHARACTERS) {
      errors.add("'dedup_key' is too long (maximum is 255 characters)");
    } else if (!dedupKey.isMissingNode() && !dedupKey.isNull() && !dedupKey.isTextual()) {
      errors.add("'dedup_key' must be a string");
    }
    if ("trigger".equals(action)) {
      payload();
      links();
    } else if (action != null && dedupKey.asText("").isBlank()) {
      errors.add("'dedup_key' is missing or blank");
    }
  }

  private void payload() {
    JsonNode payload = event.path("payload");
    if (!payload.isObject()) {
      errors.add("'payload' is missing or blank");
      return;
    }
    String summary = required(payload, "summary", "payload.summary");
    if (summary != null && summary.length() > SUMMARY_CHARACTERS) {
      errors.add("'payload.summary' is too long (maximum is 1024 characters)");
    }
    required(payload, "source", "payload.source");
    String severity = required(payload, "severity", "payload.severity");
    if (severity != null && !SEVERITIES.contains(severity)) {
      errors.add("'payload.severity' is invalid (must be one of: critical, error, warning, info)");
    }
    JsonNode timestamp = payload.path("timestamp");
    if (!timestamp.isMissingNode() && !timestamp.isNull() && !isTime(timestamp.asText())) {
      errors.add("'payload.timestamp' is invalid (must be an ISO 8601 time)");
    }
  }

  private void links() {
    JsonNode links = event.path("links");
    if (links.isMissingNode() || links.isNull()) {
      return;
    }
    if (!links.isArray()) {
      errors.add("'links' must be an array");
      return;
    }
    for (JsonNode link : links) {
      if (link.path("href").asText("").isBlank()) {
        errors.add("'links.href' is missing or blank");
      }
    }
  }

  private @Nullable String required(JsonNode object, String field, String name) {
    JsonNode value = object.path(field);
    if (!value.isTextual() || value.textValue().isBlank()) {
      errors.add("'" + name + "' is missing or blank");
      return null;
    }
    return value.textValue();
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
