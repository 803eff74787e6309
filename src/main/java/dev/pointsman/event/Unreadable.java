package dev.pointsman.event;

import dev.pointsman.event.Rejection.Reason;

/** Leaves the reading of an event; carries no stack, since it is an answer, not a fault. */
final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Rejection rejection;

  Unreadable(Reason reason, String detail) {
    super(detail, null, false, false);
    rejection = new Rejection(reason, detail);
  }

  Rejection rejection() {
    return rejection;
  }
}
