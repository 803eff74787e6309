package dev.pointsman.rule;

import java.util.Locale;

/** How the verdicts of a rule's conditions become one. */
public enum When {
  ALL,
  ANY;

  /** The name in rule files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
