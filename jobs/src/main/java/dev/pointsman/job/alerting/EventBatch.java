package dev.pointsman.job.alerting;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.job.codec.CodecTypeInfo;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.GroupKeyCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way from one subtask that matches to one that judges: one record for Flink, whose
 * way through the network costs about as much as an event's judgement. Written by {@link
 * OutgoingEvents} and read by {@link IncomingEvents}.
 */
public final class EventBatch {

  public static final TypeInformation<EventBatch> TYPE =
      CodecTypeInfo.immutable(EventBatch.class, EventBatchCodec.INSTANCE);

  static final TypeInformation<GroupKey> KEY_TYPE =
      CodecTypeInfo.immutable(GroupKey.class, GroupKeyCodec.INSTANCE);

  private final byte[] bytes;
  private final @Nullable GroupKey sentTo;

  /**
   * A batch that is sent.
   *
   * @param bytes not changed by anybody from now on
   * @param sentTo one of the groups that it goes to, all of which are of the same subtask
   */
  EventBatch(byte[] bytes, GroupKey sentTo) {
    this.bytes = bytes;
    this.sentTo = sentTo;
  }

  private EventBatch(byte[] bytes) {
    this.bytes = bytes;
    this.sentTo = null;
  }

  /** Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** By which Flink finds the subtask; of no meaning behind the shuffle. */
  GroupKey key() {
    if (sentTo == null) {
      throw new IllegalStateException("each event of a batch has a key of its own");
    }
    return sentTo;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventBatch that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes of events";
  }

  enum EventBatchCodec implements Codec<EventBatch> {
    INSTANCE;

    @Override
    public void write(EventBatch batch, DataOutput out) throws IOException {
      Binary.writeBytes(batch.bytes, out);
    }

    @Override
    public EventBatch read(DataInput in) throws IOException {
      return new EventBatch(Binary.readBytes(in));
    }

    @Override
    public EventBatch copy(EventBatch batch) {
      return batch;
    }
  }
}
