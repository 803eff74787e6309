package dev.pointsman.job.alerting;

import dev.pointsman.codec.Codec;
import dev.pointsman.event.Event;
import dev.pointsman.event.EventCodec;
import dev.pointsman.job.codec.CodecTypeInfo;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.GroupKeyCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** An event on its way to one of the groups that it concerns. */
record RoutedEvent(GroupKey key, Event event) {

  static final TypeInformation<RoutedEvent> TYPE =
      CodecTypeInfo.immutable(RoutedEvent.class, RoutedEventCodec.INSTANCE);

  static final TypeInformation<GroupKey> KEY_TYPE =
      CodecTypeInfo.immutable(GroupKey.class, GroupKeyCodec.INSTANCE);

  enum RoutedEventCodec implements Codec<RoutedEvent> {
    INSTANCE;

    @Override
    public void write(RoutedEvent routed, DataOutput out) throws IOException {
      GroupKeyCodec.INSTANCE.write(routed.key(), out);
      EventCodec.INSTANCE.write(routed.event(), out);
    }

    @Override
    public RoutedEvent read(DataInput in) throws IOException {
      GroupKey key = GroupKeyCodec.INSTANCE.read(in);
      return new RoutedEvent(key, EventCodec.INSTANCE.read(in));
    }

    @Override
    public RoutedEvent copy(RoutedEvent routed) {
      return routed;
    }
  }
}
