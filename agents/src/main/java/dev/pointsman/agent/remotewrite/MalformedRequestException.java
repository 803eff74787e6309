package dev.pointsman.agent.remotewrite;

/** A request that is not of the protocol, and never will be however often it is sent. */
final class MalformedRequestException extends Exception {

  MalformedRequestException(String message) {
    super(message);
  }
}
