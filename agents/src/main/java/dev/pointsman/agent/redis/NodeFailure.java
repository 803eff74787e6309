package dev.pointsman.agent.redis;

import dev.pointsman.agent.collect.NoAnswerException;
import java.util.Locale;

/** Why a node told nothing: a reason to count, and a sentence without secrets. */
final class NodeFailure extends Exception {

  enum Reason {
    /** It did not answer in time. */
    TIMEOUT,
    /** It could not be reached, or broke off. */
    UNREACHABLE,
    /** It does not know the user or the password, or the user may not ask. */
    DENIED,
    /** It answered with an error, such as that it is loading. */
    ERROR,
    /** The agent itself could not ask. */
    NOT_ASKED,
    /** What it answered is not Redis's, or is too long. */
    UNREADABLE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  NodeFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  NodeFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Whether no machine said anything at all. */
  boolean isSilence() {
    return reason == Reason.TIMEOUT
        || (reason == Reason.UNREACHABLE && NoAnswerException.isSilence(getCause()));
  }

  Reason reason() {
    return reason;
  }
}
