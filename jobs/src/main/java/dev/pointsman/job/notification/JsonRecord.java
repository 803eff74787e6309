package dev.pointsman.job.notification;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records of a topic whose keys are texts and whose values are JSON. */
final class JsonRecord<T> implements KafkaRecordSerializationSchema<T> {

  private static final long serialVersionUID = 1;

  private final String topic;
  private final Part<T, String> key;
  private final Part<T, byte[]> json;

  /** A part of the record, made by code that can be sent to a task. */
  interface Part<T, V> extends Function<T, V>, Serializable {}

  JsonRecord(String topic, Part<T, String> key, Part<T, byte[]> json) {
    this.topic = topic;
    this.key = key;
    this.json = json;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T element, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic, key.apply(element).getBytes(StandardCharsets.UTF_8), json.apply(element));
  }
}
