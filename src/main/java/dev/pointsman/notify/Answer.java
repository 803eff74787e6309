package dev.pointsman.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a receiver made of a delivery, decided once, by the adapter that saw the response. */
public sealed interface Answer {

  /**
   * The receiver knows what it was to be told.
   *
   * @param message where it stands, for a receiver whose messages can be changed
   */
  record Accepted(How how, @Nullable MessageRef message) implements Answer {}

  /**
   * It may work later.
   *
   * @param after how long the receiver asked to be left alone; null where it did not say
   * @param mayHaveArrived false only where the receiver certainly did not take it
   */
  record Retry(String reason, @Nullable Duration after, boolean mayHaveArrived) implements Answer {

    /** The receiver is well and did not take it: it asked to be told later. */
    boolean isPostponed() {
      return after != null && !mayHaveArrived;
    }
  }

  /** The same message will never be taken. */
  record Rejected(String reason) implements Answer {}

  /** By what way a delivery came to be accepted. */
  enum How {
    /** It was sent. */
    SENT,
    /** An earlier attempt had sent it, as the receiver showed. */
    FOUND,
    /** It was sent, although an earlier attempt may have: the receiver did not let us look. */
    SENT_UNCHECKED,
    /** There was no message to take back. */
    NOTHING_TO_DO
  }

  static Answer sent() {
    return new Accepted(How.SENT, null);
  }
}
