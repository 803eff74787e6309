package dev.pointsman.agent.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes one JSON object into bytes. */
final class JsonObject {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonObject() {}

  /** The fields of an object. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] write(Fields fields) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }
}
