package dev.pointsman.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the readings in a window before the comparison. */
public enum Aggregate {
  COUNT,
  MIN,
  MAX,
  AVG,
  SUM,
  LAST,
  INCREASE,
  RATE,
  P50,
  P90,
  P95,
  P99,
  CONSECUTIVE,
  EVERY;

  /** The name in rule files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the value is a number of readings, not a value of the metric. */
  public boolean counts() {
    return this == COUNT || this == CONSECUTIVE;
  }

  public static Optional<Aggregate> ofText(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }
}
