package dev.pointsman.event;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Why an event was not taken in.
 *
 * @param detail for people: which field, what was found
 */
public record Rejection(Reason reason, String detail) {

  public Rejection {
    // The detail may quote half of a character, which no JSON can be written with.
    detail = new String(detail.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** What was wrong, as it is counted. */
  public enum Reason {
    NOT_JSON,
    /** None of the fields that tell the kind of an event. */
    UNKNOWN_KIND,
    MISSING_FIELD,
    WRONG_TYPE,
    NOT_FINITE,
    UNKNOWN_STATUS,
    TOO_OLD,
    IN_THE_FUTURE,
    /** Labels so long that an alert with them would not fit a Kafka record. */
    TOO_LARGE,
    /** Not an event but a rule, on the rules' topic. */
    INVALID_RULE;

    /** The name in metrics and in {@code rejected-events}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code missing_field: target is missing}. */
  @Override
  public String toString() {
    return reason.text() + ": " + detail;
  }
}
