package dev.pointsman.agent.probe;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
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
 * Sends events to their topics under their keys; keeps them for {@link #KEPT} while Kafka is away.
 */
public final class KafkaEventSink implements EventSink, AutoCloseable {

  /** How long an event waits for Kafka before it is given up. */
  public static final Duration KEPT = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventSink.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final KafkaProducer<byte[], byte[]> producer;

  public KafkaEventSink(KafkaSettings settings) {
    Properties properties = settings.producer();
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(KEPT.toMillis()));
    // Without a leader for the partition, send itself waits: as long, or the event would be lost.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(KEPT.toMillis()));
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void accept(AgentEvent event) {
    byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
    try {
      // The callback hears of all that the future would tell.
      var unused =
          producer.send(
              new ProducerRecord<>(event.kind().topic(), key, event.json()),
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

  private static void lost(AgentEvent event, Exception error) {
    LOG.warn("an event of {} is lost: {}", event.key(), error.toString());
  }
}
