package dev.pointsman.alert;

import java.util.Locale;

/** Why a transition happened. */
public enum Reason {
  /** A reading changed the verdict, or the time that it has held. */
  CONDITION,
  /** Nothing came for the rule's {@code no_data_after}. */
  NO_DATA,
  /** The rule, or the grouping that this alert belonged to, is gone. */
  RULE_REMOVED;

  /** The name on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
