package dev.pointsman.agent.scrape;

import java.util.Locale;

/** A scrape that gave nothing, with a reason to count it by and one for people. */
public final class ScrapeException extends Exception {

  /** The reasons that are counted apart. */
  public enum Reason {
    /** No connection, or it broke. */
    CONNECTION,
    /** The answer was not whole in time. */
    TIMEOUT,
    /** Until the timeout the agent had no memory for it. */
    NO_ROOM,
    /** Another status than 200. */
    STATUS,
    /** It led to where it must not. */
    REDIRECT,
    /** More bytes than allowed, also unpacked. */
    TOO_LARGE,
    /** More series than allowed. */
    TOO_MANY_SERIES,
    /** Not in a format for metrics. */
    MALFORMED,
    /** A token or a password cannot be read. */
    CREDENTIALS;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;
  private final boolean silence;

  ScrapeException(Reason reason, String message) {
    this(reason, message, false);
  }

  /**
   * No scrape.
   *
   * @param silence whether the target said nothing at all
   */
  ScrapeException(Reason reason, String message, boolean silence) {
    super(message);
    this.reason = reason;
    this.silence = silence;
  }

  boolean isSilence() {
    return silence;
  }

  public Reason reason() {
    return reason;
  }
}
