package dev.pointsman.job.notification;

import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionCodec;
import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.job.codec.CodecTypeInfo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A transition, and when it was written to the topic.
 *
 * @param writtenAt milliseconds since the epoch
 */
record TimedTransition(Transition transition, long writtenAt) {

  static final TypeInformation<TimedTransition> TYPE =
      CodecTypeInfo.immutable(TimedTransition.class, TimedTransitionCodec.INSTANCE);

  String fingerprint() {
    return transition.fingerprint();
  }

  enum TimedTransitionCodec implements Codec<TimedTransition> {
    INSTANCE;

    @Override
    public void write(TimedTransition timed, DataOutput out) throws IOException {
      TransitionCodec.INSTANCE.write(timed.transition(), out);
      Binary.writeSignedVarLong(timed.writtenAt(), out);
    }

    @Override
    public TimedTransition read(DataInput in) throws IOException {
      return new TimedTransition(TransitionCodec.INSTANCE.read(in), Binary.readSignedVarLong(in));
    }

    @Override
    public TimedTransition copy(TimedTransition timed) {
      return timed;
    }
  }
}
