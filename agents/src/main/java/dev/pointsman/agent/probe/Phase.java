package dev.pointsman.agent.probe;

import java.util.Locale;

/** What a run is doing, in this order; a redirect begins anew. */
public enum Phase {
  RESOLVE("resolving the name"),
  CONNECT("connecting"),
  TLS("connected, waiting for TLS"),
  RESPONSE("connected, waiting for the response"),
  BODY("reading the body"),
  /** Of checks that make no connection. */
  ANSWER("waiting for the answer");

  private final String doing;

  Phase(String doing) {
    this.doing = doing;
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
