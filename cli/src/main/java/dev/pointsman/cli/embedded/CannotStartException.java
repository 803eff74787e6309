package dev.pointsman.cli.embedded;

/** Something outside this program keeps it from starting; the message tells the user what to do. */
public final class CannotStartException extends RuntimeException {

  public CannotStartException(String message) {
    super(message);
  }

  public CannotStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
