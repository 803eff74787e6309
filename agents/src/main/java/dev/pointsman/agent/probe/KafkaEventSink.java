package dev.pointsman.agent.probe;

import dev.pointsman.connector.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to a topic with their target as the key; keeps them for {@link #KEPT} while Kafka is
 * away.
 */
public final class KafkaEventSink implements EventSink, AutoCloseable {

  /** How long an event waits for Kafka before it is given up. */
  public static final Duration KEPT = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventSink.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  public KafkaEventSink(KafkaSettings settings, String topic) {
    this.topic = topic;
    Properties properties = settings.producer();
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(KEPT.toMillis()));
    // Without a leader for the partition, send itself waits: as long, or the event would be lost.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(KEPT.toMillis()));
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void accept(HealthCheckEvent event) {
    byte[] key = event.target().getBytes(StandardCharsets.UTF_8);
    try {
      // The callback hears of all that the future would tell.
      var unused =
          producer.send(
              new ProducerRecord<>(topic, key, event.json()),
              (metadata, error) -> {
                if (error != null) {
                  lost(event, error);
                }
              });
    } catch (KafkaException e) {
      lost(event, e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }

  private static void lost(HealthCheckEvent event, Exception error) {
    LOG.warn("an event of {} at {} is lost: {}", event.check(), event.target(), error.toString());
  }
}
