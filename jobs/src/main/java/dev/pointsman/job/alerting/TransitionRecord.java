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

  /** Below Kafka's default limit of 1 MiB. */
  private static final int MAX_BYTES = 1_000_000;

  private final String topic;

  TransitionRecord(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Transition transition, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic, transition.fingerprint().getBytes(StandardCharsets.UTF_8), json(transition));
  }

  /** What is too large for Kafka would stop the job at every try: the least needed is left out. */
  private static byte[] json(Transition transition) {
    byte[] json = TransitionJson.write(transition);
    if (json.length > MAX_BYTES) {
      json = TransitionJson.write(transition.withoutEvidence());
    }
    if (json.length > MAX_BYTES) {
      json = TransitionJson.write(transition.withoutEvidence().withoutAnnotations());
    }
    return json;
  }
}
