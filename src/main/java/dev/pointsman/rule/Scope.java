package dev.pointsman.rule;

import java.util.Locale;

/** Whether a condition looks at each series by itself or at the readings of all of them pooled. */
public enum Scope {
  SERIES,
  GROUP;

  /** The name in rule files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
