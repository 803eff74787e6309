package dev.pointsman.job.alerting;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.event.EventKind;
import dev.pointsman.job.codec.CodecTypeInfo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * An event as it arrived, with the place that it arrived from.
 *
 * @param kind what it is; null where its fields have to tell
 * @param source the topic, or the name of the file
 * @param partition of the topic; 0 for a file
 * @param offset in the partition; the line, from 1, for a file
 * @param value the bytes; not changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // not compared: passed on once and let go
public record RawEvent(
    @Nullable EventKind kind, String source, int partition, long offset, byte[] value) {

  public static final TypeInformation<RawEvent> TYPE =
      CodecTypeInfo.immutable(RawEvent.class, RawEventCodec.INSTANCE);

  enum RawEventCodec implements Codec<RawEvent> {
    INSTANCE;

    @Override
    public void write(RawEvent event, DataOutput out) throws IOException {
      Binary.writeText(event.kind() == null ? "" : event.kind().name(), out);
      Binary.writeText(event.source(), out);
      Binary.writeCount(event.partition(), out);
      Binary.writeVarLong(event.offset(), out);
      Binary.writeCount(event.value().length, out);
      out.write(event.value());
    }

    @Override
    public RawEvent read(DataInput in) throws IOException {
      String kind = Binary.readText(in);
      String source = Binary.readText(in);
      int partition = Binary.readCount(in);
      long offset = Binary.readVarLong(in);
      byte[] value = new byte[Binary.readCount(in)];
      in.readFully(value);
      return new RawEvent(
          kind.isEmpty() ? null : EventKind.valueOf(kind), source, partition, offset, value);
    }

    @Override
    public RawEvent copy(RawEvent event) {
      return event;
    }
  }
}
