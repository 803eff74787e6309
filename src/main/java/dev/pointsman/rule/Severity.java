package dev.pointsman.rule;

import java.util.Locale;

/** How bad an alert is; the four severities of the PagerDuty Events API v2. */
public enum Severity {
  CRITICAL,
  ERROR,
  WARNING,
  INFO;

  /** The name in rule files and on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
