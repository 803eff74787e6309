package dev.pointsman.job.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.job.codec.CodecTypeInfo;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record of the alerts topic that is no alert.
 *
 * @param detail what is wrong with it, for people
 */
public record UnreadableAlert(RawAlert alert, String detail) {

  static final TypeInformation<UnreadableAlert> TYPE =
      CodecTypeInfo.immutable(UnreadableAlert.class, UnreadableAlertCodec.INSTANCE);

  private static final JsonFactory JSON = new JsonFactory();

  private static final String REASON = "invalid_alert";

  /** A record of {@code rejected-events}, in the form that all of them have. */
  public byte[] json() {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("topic", alert.topic());
      json.writeNumberField("partition", alert.partition());
      json.writeNumberField("offset", alert.offset());
      json.writeStringField("reason", REASON);
      json.writeStringField("detail", detail);
      json.writeBinaryField("raw", alert.value());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  enum UnreadableAlertCodec implements Codec<UnreadableAlert> {
    INSTANCE;

    @Override
    public void write(UnreadableAlert unreadable, DataOutput out) throws IOException {
      RawAlert.RawAlertCodec.INSTANCE.write(unreadable.alert(), out);
      Binary.writeText(unreadable.detail(), out);
    }

    @Override
    public UnreadableAlert read(DataInput in) throws IOException {
      return new UnreadableAlert(RawAlert.RawAlertCodec.INSTANCE.read(in), Binary.readText(in));
    }

    @Override
    public UnreadableAlert copy(UnreadableAlert unreadable) {
      return unreadable;
    }
  }
}
