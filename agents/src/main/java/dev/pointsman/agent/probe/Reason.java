package dev.pointsman.agent.probe;

import java.util.Locale;

/** Why a run ended as it did, and of whom that says something. */
public enum Reason {
  /** It answered as expected. */
  UP,
  /** It answered, and the answer is that it is not well. */
  UNEXPECTED_ANSWER,
  /** Its name has no address, the name servers say. */
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
  /** No name server tells whether the name has an address. */
  NAME_SERVERS_SILENT(About.NETWORK),
  /** A secret that the check takes cannot be had. */
  SECRET_UNREADABLE(About.AGENT),
  /** This machine has no file, port or memory left for it, or forbids it. */
  LOCAL_FAULT(About.AGENT),
  /** The check itself has a defect. */
  CHECK_FAILED(About.AGENT);

  /** Of whom a reason says something. */
  enum About {
    TARGET,
    /** Of what is between the agent and all targets. */
    NETWORK,
    AGENT
  }

  private final About about;

  Reason() {
    this(About.TARGET);
  }

  Reason(About about) {
    this.about = about;
  }

  About about() {
    return about;
  }

  /** The value of the label {@code reason}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
