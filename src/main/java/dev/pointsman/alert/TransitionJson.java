package dev.pointsman.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.NotificationJson;
import dev.pointsman.rule.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Transitions and what they ask for as JSON, one object each: the lines of {@code alerts}, of
 * {@code action-requests} and of a backtest.
 */
public final class TransitionJson {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private TransitionJson() {}

  /** One JSON object in UTF-8, without a line end. */
  public static byte[] write(Transition transition) {
    var bytes = new ByteArrayOutputStream(512);
    try {
      write(transition, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  private static void write(Transition transition, OutputStream out) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("alert", transition.alert());
      json.writeStringField("state", transition.state().text());
      json.writeStringField("reason", transition.reason().text());
      json.writeStringField("severity", transition.severity().text());
      writeStrings(json, "labels", transition.labels().toMap());
      json.writeStringField("fingerprint", transition.fingerprint());
      writeValue(json, transition.value());
      json.writeNumberField("at", transition.at());
      writeTime(json, "starts_at", transition.startsAt());
      writeTime(json, "ends_at", transition.endsAt());
      writeEvidence(json, transition.evidence());
      writeStrings(json, "annotations", transition.annotations());
      json.writeArrayFieldStart("notifications");
      for (Notification notification : transition.notifications()) {
        NotificationJson.write(notification, json);
      }
      json.writeEndArray();
      writeActions(json, transition.actions());
      json.writeEndObject();
    }
  }

  /** An action request as one JSON object in UTF-8, without a line end. */
  public static byte[] write(ActionRequest request) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("alert", request.alert());
      json.writeStringField("fingerprint", request.fingerprint());
      json.writeNumberField("starts_at", request.startsAt());
      json.writeStringField("subject", request.subject());
      json.writeStringField("severity", request.severity().text());
      writeStrings(json, "labels", request.labels().toMap());
      writeValue(json, request.value());
      writeActions(json, request.actions());
      writeEvidence(json, request.evidence());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  private static void writeValue(JsonGenerator json, @Nullable Double value) throws IOException {
    if (value == null) {
      json.writeNullField("value");
    } else {
      json.writeNumberField("value", value);
    }
  }

  private static void writeEvidence(JsonGenerator json, List<Evidence> all) throws IOException {
    json.writeArrayFieldStart("evidence");
    for (Evidence evidence : all) {
      json.writeStartObject();
      writeStrings(json, "labels", evidence.labels().toMap());
      json.writeNumberField("value", evidence.value());
      json.writeNumberField("timestamp", evidence.timestamp());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeActions(JsonGenerator json, List<String> actions) throws IOException {
    json.writeArrayFieldStart("actions");
    for (String action : actions) {
      json.writeString(action);
    }
    json.writeEndArray();
  }

  private static void writeStrings(JsonGenerator json, String field, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (var entry : map.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writeTime(JsonGenerator json, String field, @Nullable Long time)
      throws IOException {
    if (time == null) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, time);
    }
  }

  /**
   * Reads what {@link #write(Transition)} wrote.
   *
   * @throws IllegalArgumentException saying what is wrong, where it is not such an object
   */
  public static Transition read(byte[] json) {
    try {
      return read(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private static Transition read(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    var evidence = new ArrayList<Evidence>();
    for (JsonNode each : array(json, "evidence")) {
      evidence.add(
          new Evidence(
              Labels.of(strings(each, "labels")),
              number(each, "value"),
              wholeNumber(each, "timestamp")));
    }
    var notifications = new ArrayList<Notification>();
    for (JsonNode each : array(json, "notifications")) {
      notifications.add(notification(each));
    }
    var actions = new ArrayList<String>();
    for (JsonNode each : array(json, "actions")) {
      if (!each.isTextual()) {
        throw new IllegalArgumentException("field actions holds what is not a string");
      }
      actions.add(each.textValue());
    }
    return new Transition(
        text(json, "alert"),
        constant(AlertStatus.class, json, "state"),
        constant(Reason.class, json, "reason"),
        constant(Severity.class, json, "severity"),
        Labels.of(strings(json, "labels")),
        text(json, "fingerprint"),
        json.hasNonNull("value") ? number(json, "value") : null,
        wholeNumber(json, "at"),
        optionalTime(json, "starts_at"),
        optionalTime(json, "ends_at"),
        evidence,
        Collections.unmodifiableMap(strings(json, "annotations")),
        notifications,
        actions);
  }

  private static Notification notification(JsonNode json) {
    Severity severity = constant(Severity.class, json, "severity");
    String type = text(json, "type");
    return switch (type) {
      case "pagerduty" -> new Notification.PagerDuty(severity);
      case "slack" ->
          new Notification.Slack(
              json.hasNonNull("channel") ? text(json, "channel") : null, severity);
      default -> throw new IllegalArgumentException("unknown notification type " + type);
    };
  }

  private static JsonNode required(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("field " + field + " is missing");
    }
    return value;
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("field " + field + " is not a string");
    }
    return value.textValue();
  }

  private static JsonNode array(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isArray()) {
      throw new IllegalArgumentException("field " + field + " is not an array");
    }
    return value;
  }

  private static double number(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException("field " + field + " is not a number");
    }
    return value.doubleValue();
  }

  private static long wholeNumber(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("field " + field + " is not a whole number");
    }
    return value.longValue();
  }

  private static @Nullable Long optionalTime(JsonNode json, String field) {
    return json.hasNonNull(field) ? wholeNumber(json, field) : null;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String field) {
    String text = text(json, field);
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("field " + field + " has the unknown value " + text, e);
    }
  }

  private static Map<String, String> strings(JsonNode json, String field) {
    JsonNode object = required(json, field);
    if (!object.isObject()) {
      throw new IllegalArgumentException("field " + field + " is not an object");
    }
    var map = new TreeMap<String, String>();
    for (var entry : object.properties()) {
      if (!entry.getValue().isTextual()) {
        throw new IllegalArgumentException(field + "." + entry.getKey() + " is not a string");
      }
      map.put(entry.getKey(), entry.getValue().textValue());
    }
    return map;
  }
}
