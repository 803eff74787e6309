package dev.pointsman.job.alerting;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.event.Rejection;
import dev.pointsman.job.codec.CodecTypeInfo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** An event that was not taken in, as it arrived, with the reason. */
public record RejectedEvent(RawEvent event, Rejection rejection) {

  public static final TypeInformation<RejectedEvent> TYPE =
      CodecTypeInfo.immutable(RejectedEvent.class, RejectedEventCodec.INSTANCE);

  /** The same with its place and reason only. */
  public RejectedEvent withoutBytes() {
    return new RejectedEvent(
        new RawEvent(event.kind(), event.source(), event.partition(), event.offset(), new byte[0]),
        rejection);
  }

  enum RejectedEventCodec implements Codec<RejectedEvent> {
    INSTANCE;

    @Override
    public void write(RejectedEvent rejected, DataOutput out) throws IOException {
      RawEvent.RawEventCodec.INSTANCE.write(rejected.event(), out);
      Binary.writeText(rejected.rejection().reason().name(), out);
      Binary.writeText(rejected.rejection().detail(), out);
    }

    @Override
    public RejectedEvent read(DataInput in) throws IOException {
      RawEvent event = RawEvent.RawEventCodec.INSTANCE.read(in);
      Rejection.Reason reason = Rejection.Reason.valueOf(Binary.readText(in));
      return new RejectedEvent(event, new Rejection(reason, Binary.readText(in)));
    }

    @Override
    public RejectedEvent copy(RejectedEvent rejected) {
      return rejected;
    }
  }
}
