package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** What the inbox holds, for programs: times are RFC 3339. */
final class InboxJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private InboxJson() {}

  static JsonNode incidents(List<Incident> incidents) {
    ArrayNode array = JSON.createArrayNode();
    for (Incident incident : incidents) {
      ObjectNode each = array.addObject();
      each.put("number", incident.number()).put("dedup_key", incident.dedupKey());
      each.put("status", incident.status().name().toLowerCase(Locale.ROOT));
      each.put("summary", incident.summary()).put("severity", incident.severity());
      each.put("source", incident.source());
      each.put("opened_at", incident.openedAt().toString());
      each.put("changed_at", incident.changedAt().toString());
      ArrayNode events = each.putArray("events");
      for (Incident.Event event : incident.events()) {
        events.addObject().put("at", event.at().toString()).put("action", event.action());
      }
    }
    return array;
  }

  static JsonNode messages(List<SlackMessage> messages) {
    ArrayNode array = JSON.createArrayNode();
    for (SlackMessage message : messages) {
      array.add(message(message));
    }
    return array;
  }

  static ObjectNode message(SlackMessage message) {
    ObjectNode each = JSON.createObjectNode();
    each.put("channel", message.channel()).put("channel_id", message.channelId());
    each.put("ts", message.ts()).put("thread_ts", message.threadTs());
    each.put("text", message.text());
    each.set("blocks", message.blocks());
    each.set("metadata", message.metadata());
    each.put("posted_at", message.postedAt().toString());
    ArrayNode updates = each.putArray("updated_at");
    message.updates().forEach(at -> updates.add(at.toString()));
    return each;
  }

  static JsonNode slackError(SlackRefusal refusal) {
    ObjectNode error = JSON.createObjectNode().put("ok", false).put("error", refusal.error());
    if (!refusal.details().isEmpty()) {
      refusal.details().forEach(error.putObject("response_metadata").putArray("messages")::add);
    }
    return error;
  }
}
