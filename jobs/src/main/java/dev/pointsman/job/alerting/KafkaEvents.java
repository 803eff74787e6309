package dev.pointsman.job.alerting;

import dev.pointsman.event.EventKind;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Takes records of the event topics as they are; what is in them is for the next operator. */
final class KafkaEvents implements KafkaRecordDeserializationSchema<RawEvent> {

  private static final long serialVersionUID = 1;
  private static final byte[] NOTHING = {};

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawEvent> out) {
    byte @Nullable [] value = record.value();
    out.collect(
        new RawEvent(
            EventKind.ofTopic(record.topic()).orElse(null),
            record.topic(),
            record.partition(),
            record.offset(),
            value == null ? NOTHING : value));
  }

  @Override
  public TypeInformation<RawEvent> getProducedType() {
    return RawEvent.TYPE;
  }
}
