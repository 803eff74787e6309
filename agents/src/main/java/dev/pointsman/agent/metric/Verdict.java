package dev.pointsman.agent.metric;

import java.util.Locale;

/** What became of a sample. */
public enum Verdict {
  /** It is an event. */
  TAKEN,
  /** The configuration does not keep its metric. */
  NOT_SELECTED,
  /** It says that its series has ended, which is no value. */
  STALE_MARKER,
  /** It is NaN or infinite, which no event can be. */
  NOT_FINITE,
  /** Its labels and name are longer than an event may have them. */
  TOO_LONG,
  /** It is from before 2000-01-01: most often seconds for milliseconds. */
  TOO_OLD,
  /** It is further ahead of the clock than the alerting job takes. */
  IN_THE_FUTURE;

  /** As metrics about the agent have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
