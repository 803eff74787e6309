package dev.pointsman.job.alerting;

import dev.pointsman.job.RejectedRecord;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A record of {@code rejected-events}: keyed by the source topic. */
final class RejectedEventRecord implements KafkaRecordSerializationSchema<RejectedEvent> {

  private static final long serialVersionUID = 1;

  private final String topic;

  RejectedEventRecord(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RejectedEvent rejected, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic, rejected.event().source().getBytes(StandardCharsets.UTF_8), json(rejected));
  }

  private static byte[] json(RejectedEvent rejected) {
    RawEvent event = rejected.event();
    return RejectedRecord.json(
        event.source(),
        event.partition(),
        event.offset(),
        rejected.rejection().reason().text(),
        rejected.rejection().detail(),
        event.value());
  }
}
