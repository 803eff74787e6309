package dev.pointsman.agent.probe;

import java.util.Locale;

/** Why a run ended as it did. */
public enum Reason {
  /** It answered as expected. */
  UP,
  /** It answered, and the answer is that it is not well. */
  UNEXPECTED_ANSWER,
  /** Its name has no address, or nobody tells it. */
  UNRESOLVED,
  /** Nobody listens: the machine itself said so. */
  REFUSED,
  /** No way leads to it, this machine or a router said. */
  UNREACHABLE,
  TIMED_OUT,
  /** The connection ended, or was reset, before the answer did. */
  BROKEN_OFF,
  /** TLS did not come about, or not with whom it should. */
  TLS_FAILED,
  /** It speaks something else, or more of it than is read. */
  PROTOCOL_ERROR,
  /** The check itself has a defect. */
  CHECK_FAILED;

  /** The value of the label {@code reason}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
