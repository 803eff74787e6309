package dev.pointsman.notify;

import java.util.Locale;

/** A kind of receiver; each is delivered to on its own, so that a slow one delays no other. */
public enum Service {
  PAGERDUTY,
  SLACK;

  /** The name in metrics and messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
