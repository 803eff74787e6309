package dev.pointsman.agent.probe;

import java.util.Locale;

/** What a run is doing, in this order; a redirect begins anew. */
public enum Phase {
  SECRETS("reading the secrets", Reason.SECRET_UNREADABLE),
  RESOLVE("resolving the name", Reason.NAME_SERVERS_SILENT),
  CONNECT("connecting"),
  TLS("connected, waiting for TLS"),
  RESPONSE("connected, waiting for the response"),
  BODY("reading the body"),
  /** Of checks that make no connection. */
  ANSWER("waiting for the answer");

  private final String doing;
  private final Reason whenTooLong;

  Phase(String doing) {
    this(doing, Reason.TIMED_OUT);
  }

  Phase(String doing, Reason whenTooLong) {
    this.doing = doing;
    this.whenTooLong = whenTooLong;
  }

  /** Why a run ended whose time was over in this phase. */
  Reason whenTooLong() {
    return whenTooLong;
  }

  /** What it does, for people. */
  String doing() {
    return doing;
  }

  /** The value of the label {@code phase}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
