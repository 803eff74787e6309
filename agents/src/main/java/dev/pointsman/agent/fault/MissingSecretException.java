package dev.pointsman.agent.fault;

/** A secret cannot be had from where the configuration says; the message names the place. */
public final class MissingSecretException extends IllegalArgumentException {

  public MissingSecretException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }
}
