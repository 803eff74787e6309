package dev.pointsman.job.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionCodec;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.job.codec.CodecTypeInfo;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Something that somebody was to be told and was not.
 *
 * @param destination such as {@code slack #incidents}
 * @param kind trigger or resolve
 * @param at when it was given up, milliseconds since the epoch
 */
public record UndeliveredNotification(
    String destination, String kind, String reason, long at, Transition transition) {

  static final TypeInformation<UndeliveredNotification> TYPE =
      CodecTypeInfo.immutable(UndeliveredNotification.class, UndeliveredNotificationCodec.INSTANCE);

  private static final JsonFactory JSON = new JsonFactory();

  /** A line of {@code undelivered-notifications}. */
  public byte[] json() {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("destination", destination);
      json.writeStringField("kind", kind);
      json.writeStringField("reason", reason);
      json.writeNumberField("at", at);
      json.writeFieldName("transition");
      json.writeRawValue(new String(TransitionJson.write(transition), StandardCharsets.UTF_8));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  enum UndeliveredNotificationCodec implements Codec<UndeliveredNotification> {
    INSTANCE;

    @Override
    public void write(UndeliveredNotification undelivered, DataOutput out) throws IOException {
      Binary.writeText(undelivered.destination(), out);
      Binary.writeText(undelivered.kind(), out);
      Binary.writeText(undelivered.reason(), out);
      Binary.writeSignedVarLong(undelivered.at(), out);
      TransitionCodec.INSTANCE.write(undelivered.transition(), out);
    }

    @Override
    public UndeliveredNotification read(DataInput in) throws IOException {
      String destination = Binary.readText(in);
      String kind = Binary.readText(in);
      String reason = Binary.readText(in);
      long at = Binary.readSignedVarLong(in);
      return new UndeliveredNotification(
          destination, kind, reason, at, TransitionCodec.INSTANCE.read(in));
    }

    @Override
    public UndeliveredNotification copy(UndeliveredNotification undelivered) {
      return undelivered;
    }
  }
}
