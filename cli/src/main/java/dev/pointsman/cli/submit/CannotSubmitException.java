package dev.pointsman.cli.submit;

/** No job was started, and the message says to people why. */
public final class CannotSubmitException extends RuntimeException {

  public CannotSubmitException(String message) {
    super(message);
  }

  public CannotSubmitException(String message, Throwable cause) {
    super(message, cause);
  }
}
