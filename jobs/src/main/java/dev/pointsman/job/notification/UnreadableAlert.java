package dev.pointsman.job.notification;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.job.RejectedRecord;
import dev.pointsman.job.codec.CodecTypeInfo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record of the alerts topic that is no alert.
 *
 * @param detail what is wrong with it, for people
 */
public record UnreadableAlert(RawAlert alert, String detail) {

  static final TypeInformation<UnreadableAlert> TYPE =
      CodecTypeInfo.immutable(UnreadableAlert.class, UnreadableAlertCodec.INSTANCE);

  private static final String REASON = "invalid_alert";

  /** A record of {@code rejected-events}, in the form that all of them have. */
  public byte[] json() {
    return RejectedRecord.json(
        alert.topic(), alert.partition(), alert.offset(), REASON, detail, alert.value());
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
