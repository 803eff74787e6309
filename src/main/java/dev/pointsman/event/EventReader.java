package dev.pointsman.event;

import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.Rejection.Reason;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event from JSON of any form, or tells why the text is none; what {@link EventDecoder}
 * does not read where it stands.
 */
final class EventReader {

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt"
              + " ](\\d\\d:\\d\\d:\\d\\d)(?:(\\.\\d{1,9})\\d*)?([Zz]|[+-]\\d\\d:\\d\\d)");

  private static final String WHOLE_CHARACTERS = "made of whole characters";
  private static final String TIMESTAMP_FORMS = "whole epoch milliseconds or an RFC 3339 text";

  private final long earliest;

  /**
   * A reader.
   *
   * @param earliest the oldest timestamp that is taken, in milliseconds since the epoch
   */
  EventReader(long earliest) {
    this.earliest = earliest;
  }

  /**
   * Reads an event.
   *
   * @param known null where the fields have to tell the kind
   * @param latest the newest timestamp that is taken, in milliseconds since the epoch
   */
  Decoded read(@Nullable EventKind known, byte[] json, long latest) {
    try {
      Map<String, @Nullable Object> fields = JsonFields.fields(json);
      EventKind kind = known == null ? toldKind(fields) : known;
      Event event =
          switch (kind) {
            case METRIC -> metric(fields, latest);
            case HEALTH_CHECK -> healthCheck(fields, latest);
            case REPLICATION_LAG -> replicationLag(fields, latest);
          };
      requireShortLabels(event.labels());
      return new Decoded.Accepted(
          event,
          new Origin(
              event.labels(), event.measurements().stream().map(Measurement::metric).toList()));
    } catch (Unreadable e) {
      return new Decoded.Rejected(e.rejection());
    }
  }

  private static EventKind toldKind(Map<String, @Nullable Object> fields) {
    for (EventKind kind : EventKind.values()) {
      if (fields.containsKey(kind.tellingField())) {
        return kind;
      }
    }
    throw new Unreadable(Reason.UNKNOWN_KIND, "none of the fields metric, check, cluster is there");
  }

  private static void requireShortLabels(Labels labels) {
    int chars = labels.chars();
    if (chars > EventDecoder.MAX_LABEL_CHARS) {
      throw new Unreadable(
          Reason.TOO_LARGE,
          "the labels are "
              + chars
              + " characters long; at most "
              + EventDecoder.MAX_LABEL_CHARS
              + " are taken");
    }
  }

  private Event metric(Map<String, @Nullable Object> fields, long latest) {
    String metric = text(fields, "metric");
    Object labels = required(fields, "labels");
    if (!(labels instanceof Map<?, ?> map)) {
      throw wrongType("labels", "an object", labels);
    }
    var pairs = new String[2 * map.size()];
    int i = 0;
    for (var entry : map.entrySet()) {
      if (!(entry.getValue() instanceof String value)) {
        throw wrongType("labels." + entry.getKey(), "a string", entry.getValue());
      }
      if (!isWhole(value)) {
        throw wrongType("labels." + entry.getKey(), WHOLE_CHARACTERS, value);
      }
      pairs[i++] = (String) entry.getKey();
      pairs[i++] = value;
    }
    double value = number("value", required(fields, "value"));
    return new Event(
        Labels.of(pairs), timestamp(fields, latest), List.of(new Measurement(metric, value)));
  }

  private Event healthCheck(Map<String, @Nullable Object> fields, long latest) {
    String status = text(fields, "status");
    double down =
        switch (status) {
          case "up" -> 0;
          case "down" -> 1;
          default ->
              throw new Unreadable(
                  Reason.UNKNOWN_STATUS, "status is \"" + shortened(status) + "\", not up or down");
        };
    var measurements = new ArrayList<Measurement>(2);
    measurements.add(new Measurement("health_check", down));
    addOptional(measurements, "health_check_latency_ms", fields, "latency_ms");
    optionalText(fields, "error");
    return new Event(
        labels(fields, List.of("check", "region", "target"), "observer"),
        timestamp(fields, latest),
        measurements);
  }

  private Event replicationLag(Map<String, @Nullable Object> fields, long latest) {
    var measurements = new ArrayList<Measurement>(2);
    addOptional(measurements, "replication_lag", fields, "lag_ms");
    addOptional(measurements, "replication_lag_bytes", fields, "lag_bytes");
    if (measurements.isEmpty()) {
      throw new Unreadable(Reason.MISSING_FIELD, "neither lag_ms nor lag_bytes is there");
    }
    optionalText(fields, "sync_state");
    return new Event(
        labels(fields, List.of("cluster", "region", "replica"), null),
        timestamp(fields, latest),
        measurements);
  }

  private static Labels labels(
      Map<String, @Nullable Object> fields, List<String> required, @Nullable String optional) {
    var pairs = new ArrayList<String>(2 * required.size() + 2);
    for (String name : required) {
      pairs.add(name);
      pairs.add(text(fields, name));
    }
    String value = optional == null ? null : optionalText(fields, optional);
    if (optional != null && value != null) {
      pairs.add(optional);
      pairs.add(value);
    }
    return Labels.of(pairs.toArray(new String[0]));
  }

  private static void addOptional(
      List<Measurement> measurements,
      String metric,
      Map<String, @Nullable Object> fields,
      String field) {
    Object value = fields.get(field);
    if (value != null) {
      measurements.add(new Measurement(metric, number(field, value)));
    }
  }

  private static Object required(Map<String, @Nullable Object> fields, String field) {
    Object value = fields.get(field);
    if (value == null) {
      throw new Unreadable(Reason.MISSING_FIELD, field + " is missing");
    }
    return value;
  }

  private static String text(Map<String, @Nullable Object> fields, String field) {
    Object value = required(fields, field);
    if (value instanceof String text) {
      if (!isWhole(text)) {
        throw wrongType(field, WHOLE_CHARACTERS, text);
      }
      return text;
    }
    throw wrongType(field, "a string", value);
  }

  /**
   * JSON can escape half of a character; in UTF-8 it would come out as another one. (In a name the
   * parser refuses it by itself.)
   */
  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static @Nullable String optionalText(Map<String, @Nullable Object> fields, String field) {
    return fields.get(field) == null ? null : text(fields, field);
  }

  private static double number(String field, Object value) {
    if (!(value instanceof Number number)) {
      throw wrongType(field, "a number", value);
    }
    double finite = number.doubleValue();
    if (!Double.isFinite(finite)) {
      throw new Unreadable(Reason.NOT_FINITE, field + " is " + finite);
    }
    return finite;
  }

  private long timestamp(Map<String, @Nullable Object> fields, long latest) {
    Object value = required(fields, "timestamp");
    long timestamp;
    if (value instanceof Long millis) {
      timestamp = millis;
    } else if (value instanceof String text) {
      timestamp = parseRfc3339(text);
    } else {
      throw wrongType("timestamp", TIMESTAMP_FORMS, value);
    }
    if (timestamp < earliest) {
      throw new Unreadable(
          Reason.TOO_OLD,
          "timestamp " + timestamp + " is before 2000-01-01; it counts milliseconds");
    }
    if (timestamp > latest) {
      throw new Unreadable(
          Reason.IN_THE_FUTURE,
          "timestamp " + timestamp + " is past " + latest + ", the latest that is taken");
    }
    return timestamp;
  }

  private static long parseRfc3339(String text) {
    Matcher parts = RFC_3339.matcher(text);
    if (!parts.matches()) {
      throw wrongType("timestamp", TIMESTAMP_FORMS, text);
    }
    String fraction = parts.group(3) == null ? "" : parts.group(3);
    try {
      return OffsetDateTime.parse(parts.group(1) + 'T' + parts.group(2) + fraction + parts.group(4))
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException e) {
      throw new Unreadable(Reason.WRONG_TYPE, "timestamp \"" + text + "\" is no point in time");
    }
  }

  private static Unreadable wrongType(String field, String expected, @Nullable Object found) {
    String what =
        found == null
            ? "null"
            : found instanceof String text
                ? '"' + shortened(text) + '"'
                : found instanceof Map
                    ? "an object"
                    : found instanceof List ? "an array" : shortened(found.toString());
    return new Unreadable(Reason.WRONG_TYPE, field + " must be " + expected + ", not " + what);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
