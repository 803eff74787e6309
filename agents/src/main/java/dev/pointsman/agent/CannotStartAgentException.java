package dev.pointsman.agent;

import org.jspecify.annotations.Nullable;

/** An agent cannot start; the message says in a sentence for people what is in the way. */
public final class CannotStartAgentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CannotStartAgentException(String message) {
    super(message);
  }

  public CannotStartAgentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
