package dev.pointsman.job.alerting;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.job.codec.CodecTypeInfo;
import dev.pointsman.rule.Destination;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.GroupKeyCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/** An event on its way to one of the groups that it concerns. */
public final class RoutedEvent {

  public static final TypeInformation<RoutedEvent> TYPE =
      CodecTypeInfo.immutable(RoutedEvent.class, RoutedEventCodec.INSTANCE);

  static final TypeInformation<GroupKey> KEY_TYPE =
      CodecTypeInfo.immutable(GroupKey.class, GroupKeyCodec.INSTANCE);

  private final byte[] destination;
  private final int hash;
  private final long timestamp;
  private final double[] values;

  /** Null where it has come over the wire: whoever reads it knows the group by the destination. */
  private final @Nullable GroupKey sentTo;

  /**
   * An event that is sent.
   *
   * @param timestamp milliseconds since the epoch
   * @param values that the destination wants
   */
  public RoutedEvent(Destination destination, long timestamp, double[] values) {
    this(destination.bytes(), destination.hash(), timestamp, values, destination.group());
  }

  private RoutedEvent(
      byte[] destination, int hash, long timestamp, double[] values, @Nullable GroupKey sentTo) {
    this.destination = destination;
    this.hash = hash;
    this.timestamp = timestamp;
    this.values = values;
    this.sentTo = sentTo;
  }

  /** The bytes of its {@link Destination}; not to be changed. */
  byte[] destination() {
    return destination;
  }

  /** Of the destination, as its sender knows it. */
  int hash() {
    return hash;
  }

  long timestamp() {
    return timestamp;
  }

  double[] values() {
    return values;
  }

  /** The group that it goes to. */
  GroupKey key() {
    if (sentTo != null) {
      return sentTo;
    }
    try {
      return Destination.read(destination).group();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was written by the same code
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoutedEvent that
        && timestamp == that.timestamp
        && Arrays.equals(destination, that.destination)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(destination) + Long.hashCode(timestamp);
  }

  @Override
  public String toString() {
    return key() + " at " + timestamp + ": " + Arrays.toString(values);
  }

  enum RoutedEventCodec implements Codec<RoutedEvent> {
    INSTANCE;

    @Override
    public void write(RoutedEvent event, DataOutput out) throws IOException {
      Binary.writeBytes(event.destination, out);
      out.writeInt(event.hash);
      out.writeLong(event.timestamp);
      Binary.writeCount(event.values.length, out);
      for (double value : event.values) {
        out.writeDouble(value);
      }
    }

    @Override
    public RoutedEvent read(DataInput in) throws IOException {
      byte[] destination = Binary.readBytes(in);
      int hash = in.readInt();
      long timestamp = in.readLong();
      int count = Binary.readCount(in);
      if (count > Long.SIZE) {
        throw new IOException("an event of " + count + " values");
      }
      var values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = in.readDouble();
      }
      return new RoutedEvent(destination, hash, timestamp, values, null);
    }

    @Override
    public RoutedEvent copy(RoutedEvent event) {
      return event;
    }
  }
}
