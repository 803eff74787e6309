package dev.pointsman.job.alerting;

import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A record of {@code alerts}: keyed by the fingerprint, so that an alert's life stays in order. */
final class TransitionRecord implements KafkaRecordSerializationSchema<Transition> {

  private static final long serialVersionUID = 1;

  private final String topic;

  TransitionRecord(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Transition transition, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic,
        transition.fingerprint().getBytes(StandardCharsets.UTF_8),
        TransitionJson.write(transition));
  }
}
