package dev.pointsman.job.notification;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.job.codec.CodecTypeInfo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record of the alerts topic as it arrived.
 *
 * @param writtenAt the record's timestamp, milliseconds since the epoch
 * @param value the bytes; not changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // not compared: passed on once and let go
public record RawAlert(String topic, int partition, long offset, long writtenAt, byte[] value) {

  public static final TypeInformation<RawAlert> TYPE =
      CodecTypeInfo.immutable(RawAlert.class, RawAlertCodec.INSTANCE);

  enum RawAlertCodec implements Codec<RawAlert> {
    INSTANCE;

    @Override
    public void write(RawAlert alert, DataOutput out) throws IOException {
      Binary.writeText(alert.topic(), out);
      Binary.writeCount(alert.partition(), out);
      Binary.writeVarLong(alert.offset(), out);
      Binary.writeSignedVarLong(alert.writtenAt(), out);
      Binary.writeCount(alert.value().length, out);
      out.write(alert.value());
    }

    @Override
    public RawAlert read(DataInput in) throws IOException {
      String topic = Binary.readText(in);
      int partition = Binary.readCount(in);
      long offset = Binary.readVarLong(in);
      long writtenAt = Binary.readSignedVarLong(in);
      byte[] value = new byte[Binary.readCount(in)];
      in.readFully(value);
      return new RawAlert(topic, partition, offset, writtenAt, value);
    }

    @Override
    public RawAlert copy(RawAlert alert) {
      return alert;
    }
  }
}
