package dev.pointsman.connector.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A record of the rules topic that is no rule, and so changed nothing.
 *
 * @param key null if the record has none
 * @param value the record's bytes as they are; do not change them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a copy would serve nobody
public record RejectedRule(
    int partition, long offset, @Nullable String key, byte[] value, String reason) {

  @Override
  public String toString() {
    return "record " + partition + "@" + offset + " with key " + key + ": " + reason;
  }
}
