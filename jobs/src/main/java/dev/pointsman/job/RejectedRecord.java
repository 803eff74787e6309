package dev.pointsman.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The value of a record of {@code rejected-events}: a JSON object with {@code topic}, {@code
 * partition}, {@code offset}, {@code reason}, {@code detail}, the bytes as they came in base64 as
 * {@code raw}, and their number as {@code size}. Bytes beyond {@link #MAX_RAW_BYTES} are left out:
 * in base64 they would not fit a Kafka record, and what cannot be written would stop the job at
 * every try.
 */
public final class RejectedRecord {

  /** So that the record stays below Kafka's default limit of 1 MiB. */
  public static final int MAX_RAW_BYTES = 512 * 1024;

  private static final int MAX_DETAIL_CHARS = 4096;
  private static final JsonFactory FACTORY = new JsonFactory();

  private RejectedRecord() {}

  /** One JSON object in UTF-8. */
  public static byte[] json(
      String topic, int partition, long offset, String reason, String detail, byte[] raw) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("topic", topic);
      json.writeNumberField("partition", partition);
      json.writeNumberField("offset", offset);
      json.writeStringField("reason", reason);
      json.writeStringField(
          "detail", detail.substring(0, Math.min(MAX_DETAIL_CHARS, detail.length())));
      json.writeFieldName("raw");
      json.writeBinary(raw, 0, Math.min(MAX_RAW_BYTES, raw.length));
      json.writeNumberField("size", raw.length);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }
}
