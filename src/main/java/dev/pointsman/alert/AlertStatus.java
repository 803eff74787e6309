package dev.pointsman.alert;

import java.util.Locale;

/** Where an alert stands, as a transition tells it. */
public enum AlertStatus {
  INACTIVE,
  PENDING,
  FIRING,
  RESOLVED;

  /** The name on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
