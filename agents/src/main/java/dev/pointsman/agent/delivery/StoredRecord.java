package dev.pointsman.agent.delivery;

/** An event as it lies in a queue: what goes to Kafka, and where it lies. */
final class StoredRecord {

  private final long sequence;
  private final long acceptedMillis;
  private final long timestampMillis;
  private final byte[] key;
  private final byte[] value;
  private final long segment;
  private final long end;

  StoredRecord(
      long sequence,
      long acceptedMillis,
      long timestampMillis,
      byte[] key,
      byte[] value,
      long segment,
      long end) {
    this.sequence = sequence;
    this.acceptedMillis = acceptedMillis;
    this.timestampMillis = timestampMillis;
    this.key = key;
    this.value = value;
    this.segment = segment;
    this.end = end;
  }

  /** Its number in the queue, which only grows, from 1. */
  long sequence() {
    return sequence;
  }

  /** When the queue got it, by the wall clock. */
  long acceptedMillis() {
    return acceptedMillis;
  }

  /** When it was so, as the event says. */
  long timestampMillis() {
    return timestampMillis;
  }

  byte[] key() {
    return key;
  }

  byte[] value() {
    return value;
  }

  /** How much of memory it takes, about. */
  int size() {
    return key.length + value.length + RecordFormat.OVERHEAD;
  }

  /** The first number of the file that it lies in. */
  long segment() {
    return segment;
  }

  /** Where the next one begins in that file. */
  long end() {
    return end;
  }
}
