package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes events as PagerDuty's Events API v2 does and makes the incidents of them that PagerDuty
 * would; keeps the newest {@link #INCIDENTS_KEPT}. Safe for use by many threads.
 */
final class PagerDutyInbox {

  static final String PATH = "/v2/enqueue";

  static final int INCIDENTS_KEPT = 300;

  /** Stands in an accepted event for its routing key. */
  private static final String SERVICE = "service";

  private static final int JSON_CHARACTERS_KEPT = 16 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Newest first; with each the service it is of, as each service deduplicates for itself. */
  private final Deque<Filed> filed = new ArrayDeque<>();

  private int opened;

  /**
   * Answers a {@code POST /v2/enqueue}.
   *
   * @param journal gets what {@link #replay} takes, before anything is changed
   */
  synchronized Answer enqueue(byte[] body, Instant now, Consumer<ObjectNode> journal) {
    if (body.length > PagerDutyEventCheck.BODY_BYTES) {
      return invalid(413, List.of("Event is larger than 512 KB"));
    }
    ObjectNode event;
    try {
      if (!(JSON.readTree(body) instanceof ObjectNode object)) {
        return invalid(400, List.of("JSON is not an object"));
      }
      event = object;
    } catch (JsonProcessingException e) {
      return invalid(400, List.of("JSON cannot be parsed: " + e.getOriginalMessage()));
    } catch (java.io.IOException e) {
      return invalid(400, List.of("the body cannot be read"));
    }
    List<String> errors = PagerDutyEventCheck.errors(event);
    if (!errors.isEmpty()) {
      return invalid(400, errors);
    }
    event.put(SERVICE, service(event.remove("routing_key").textValue()));
    String dedupKey = event.path("dedup_key").asText("");
    if (dedupKey.isBlank()) {
      dedupKey = UUID.randomUUID().toString().replace("-", "");
      event.put("dedup_key", dedupKey);
    }
    journal.accept(event);
    replay(event, now);
    ObjectNode accepted = JSON.createObjectNode();
    accepted.put("status", "success").put("message", "Event processed").put("dedup_key", dedupKey);
    return Answer.of(202, accepted);
  }

  /** Does what an accepted event did. */
  synchronized void replay(ObjectNode accepted, Instant now) {
    ObjectNode event = accepted.deepCopy();
    String service = event.remove(SERVICE).textValue();
    String dedupKey = event.get("dedup_key").textValue();
    String action = event.get("event_action").textValue();
    var entry = new Incident.Event(now, action, shortened(event.toPrettyString()));
    Filed current = open(service, dedupKey);
    if (current == null) {
      // As with PagerDuty, what has no open incident to change is accepted and changes nothing.
      if (action.equals("trigger")) {
        filed.addFirst(new Filed(service, incident(dedupKey, event.get("payload"), entry)));
        if (filed.size() > INCIDENTS_KEPT) {
          filed.removeLast();
        }
      }
      return;
    }
    Incident incident = current.incident();
    var events = new ArrayList<>(incident.events());
    events.add(entry);
    Incident.Status status =
        switch (action) {
          case "acknowledge" -> Incident.Status.ACKNOWLEDGED;
          case "resolve" -> Incident.Status.RESOLVED;
          default -> incident.status();
        };
    current.incident =
        new Incident(
            incident.number(),
            dedupKey,
            status,
            incident.summary(),
            incident.severity(),
            incident.source(),
            incident.openedAt(),
            now,
            events);
  }

  private Incident incident(String dedupKey, JsonNode payload, Incident.Event event) {
    opened++;
    return new Incident(
        opened,
        dedupKey,
        Incident.Status.TRIGGERED,
        payload.get("summary").textValue(),
        payload.get("severity").textValue(),
        payload.get("source").textValue(),
        event.at(),
        event.at(),
        List.of(event));
  }

  private @Nullable Filed open(String service, String dedupKey) {
    for (Filed each : filed) {
      if (each.service.equals(service)
          && each.incident().dedupKey().equals(dedupKey)
          && each.incident().isOpen()) {
        return each;
      }
    }
    return null;
  }

  /** Tells services apart without keeping their routing keys. */
  private static String service(String routingKey) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(routingKey.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String shortened(String json) {
    return json.length() <= JSON_CHARACTERS_KEPT
        ? json
        : json.substring(0, JSON_CHARACTERS_KEPT) + "…";
  }

  private static Answer invalid(int status, List<String> errors) {
    ObjectNode refused = JSON.createObjectNode();
    refused.put("status", "invalid event").put("message", "Event object is invalid");
    errors.forEach(refused.putArray("errors")::add);
    return Answer.of(status, refused);
  }

  /** Newest first. */
  synchronized List<Incident> incidents() {
    return filed.stream().map(Filed::incident).toList();
  }

  private static final class Filed {
    private final String service;
    private Incident incident;

    Filed(String service, Incident incident) {
      this.service = service;
      this.incident = incident;
    }

    Incident incident() {
      return incident;
    }
  }
}
