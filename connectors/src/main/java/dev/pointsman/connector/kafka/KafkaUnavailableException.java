package dev.pointsman.connector.kafka;

/**
 * Kafka, or a topic, cannot be used; the message names the address and is made for people to read.
 */
public final class KafkaUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public KafkaUnavailableException(String message) {
    super(message);
  }

  public KafkaUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
