package dev.pointsman.agent.delivery;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What an error of Kafka's says about the record. */
enum Refusal {
  /** Nothing: it will be taken, once whatever is in the way is mended. */
  NONE,
  /** It is too large, as the client has found; a batch is split until it is alone. */
  TOO_LARGE,
  /** It will never be taken, or another one of its batch. */
  REFUSED;

  static Refusal of(Exception error) {
    if (error instanceof RecordTooLargeException || error instanceof RecordBatchTooLargeException) {
      return TOO_LARGE;
    }
    if (error instanceof InvalidTimestampException
        || error instanceof InvalidRecordException
        || error instanceof IllegalArgumentException) {
      return REFUSED;
    }
    return NONE;
  }
}
