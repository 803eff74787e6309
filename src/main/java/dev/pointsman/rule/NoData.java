package dev.pointsman.rule;

import java.util.Locale;

/**
 * What silence does to a group.
 *
 * @param afterMillis more than 0: how long nothing new must have come
 */
public record NoData(Policy policy, long afterMillis) {

  public NoData {
    if (afterMillis <= 0) {
      throw new IllegalArgumentException("silence must be longer than 0, not " + afterMillis);
    }
  }

  /** What silence does. */
  public enum Policy {
    KEEP,
    RESOLVE,
    ALERT;

    /** The name in rule files. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
