package dev.pointsman.agent.remotewrite;

/** A request that is not of the protocol, and never will be however often it is sent. */
final class MalformedRequestException extends Exception {

  private final int status;

  MalformedRequestException(String message) {
    this(400, message);
  }

  private MalformedRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  static MalformedRequestException tooLarge(String message) {
    return new MalformedRequestException(413, message);
  }

  /** Of HTTP. */
  int status() {
    return status;
  }
}
