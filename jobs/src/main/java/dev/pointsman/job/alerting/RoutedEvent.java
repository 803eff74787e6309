package dev.pointsman.job.alerting;

import dev.pointsman.codec.Codec;
import dev.pointsman.event.Event;
import dev.pointsman.event.EventCodec;
import dev.pointsman.event.LabelsWireCodec;
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
      GroupKey key = routed.key();
      out.writeBoolean(key.everyLabel());
      LabelsWireCodec.INSTANCE.write(key.labels(), out);
      EventCodec.INSTANCE.write(routed.event(), key.labels(), out);
    }

    @Override
    public RoutedEvent read(DataInput in) throws IOException {
      var key = new GroupKey(in.readBoolean(), LabelsWireCodec.INSTANCE.read(in));
      return new RoutedEvent(key, EventCodec.INSTANCE.read(key.labels(), in));
    }

    @Override
    public RoutedEvent copy(RoutedEvent routed) {
      return routed;
    }
  }
}
