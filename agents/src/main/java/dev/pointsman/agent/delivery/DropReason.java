package dev.pointsman.agent.delivery;

import java.util.Locale;

/** Why an event never reaches Kafka; the label {@code reason}. */
enum DropReason {
  /** The queue was full, and it was the oldest. */
  SIZE,
  /** It waited longer than events are kept. */
  AGE,
  /** It is larger than the queue, the client or the broker takes. */
  TOO_LARGE,
  /** The broker will never take it, such as one with a timestamp out of bounds. */
  REFUSED,
  /** The disk gave back something else than was written. */
  CORRUPT,
  /** The data folder could not be written, as when the disk is full. */
  UNWRITABLE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
