package dev.pointsman.agent.scrape;

import dev.pointsman.agent.fault.Fault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
    /** The agent has no file, port or memory left for it. */
    LOCAL_FAULT,
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

  /** What it says of the agent itself, or null where it says something of the target. */
  @Nullable Fault fault() {
    return switch (reason) {
      case NO_ROOM, LOCAL_FAULT -> Fault.local(String.valueOf(getMessage()));
      case CREDENTIALS -> getCause() == null ? null : Fault.of(getCause());
      default -> null;
    };
  }

  boolean isSilence() {
    return silence;
  }

  public Reason reason() {
    return reason;
  }
}
