package dev.pointsman.job.alerting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code rejected-events}: keyed by the source topic, a JSON object with {@code topic},
 * {@code partition}, {@code offset}, {@code reason}, {@code detail}, and the bytes as they came in
 * base64 as {@code raw}.
 */
final class RejectedEventRecord implements KafkaRecordSerializationSchema<RejectedEvent> {

  private static final long serialVersionUID = 1;
  private static final JsonFactory FACTORY = new JsonFactory();

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
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("topic", rejected.event().source());
      json.writeNumberField("partition", rejected.event().partition());
      json.writeNumberField("offset", rejected.event().offset());
      json.writeStringField("reason", rejected.rejection().reason().text());
      json.writeStringField("detail", rejected.rejection().detail());
      json.writeBinaryField("raw", rejected.event().value());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }
}
