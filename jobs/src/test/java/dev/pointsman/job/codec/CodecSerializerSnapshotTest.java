package dev.pointsman.job.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.alert.GroupMemoryCodec;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.OpenAlertsCodec;
import dev.pointsman.alert.StoredMemory;
import dev.pointsman.codec.Codec;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.GroupKeyCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

/** What checkpoints note of the serializers of keyed state; it has to stay readable. */
class CodecSerializerSnapshotTest {

  private static final TypeSerializer<GroupKey> KEYS =
      new CodecSerializer<>(GroupKeyCodec.INSTANCE, true);
  private static final TypeSerializer<StoredMemory> MEMORIES =
      new CodecSerializer<>(GroupMemoryCodec.INSTANCE, true);
  private static final TypeSerializer<OpenAlerts> ALERTS =
      new CodecSerializer<>(OpenAlertsCodec.INSTANCE, false);

  private enum Other implements Codec<GroupKey> {
    INSTANCE;

    @Override
    public void write(GroupKey value, DataOutput out) throws IOException {
      GroupKeyCodec.INSTANCE.write(value, out);
    }

    @Override
    public GroupKey read(DataInput in) throws IOException {
      return GroupKeyCodec.INSTANCE.read(in);
    }

    @Override
    public GroupKey copy(GroupKey value) {
      return value;
    }
  }

  private static byte[] written(TypeSerializerSnapshot<?> snapshot) throws IOException {
    var out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
    return out.getCopyOfBuffer();
  }

  private static <T> TypeSerializerSnapshot<T> read(byte[] bytes) throws IOException {
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(bytes), CodecSerializerSnapshotTest.class.getClassLoader());
  }

  /** As checkpoints of the first release hold it: class of the snapshot, version, codec, kind. */
  private static byte[] firstRelease(String codec, boolean immutable) throws IOException {
    var out = new DataOutputSerializer(64);
    out.writeUTF("dev.pointsman.job.codec.CodecSerializerSnapshot");
    out.writeInt(1);
    out.writeUTF(codec);
    out.writeBoolean(immutable);
    return out.getCopyOfBuffer();
  }

  @Test
  void theStateOfTheFirstReleaseIsReadByTheSameNames() throws Exception {
    assertThat(written(KEYS.snapshotConfiguration()))
        .isEqualTo(firstRelease("dev.pointsman.rule.GroupKeyCodec", true));
    TypeSerializerSnapshot<StoredMemory> ofMutableMemories =
        read(firstRelease("dev.pointsman.alert.GroupMemoryCodec", false));
    assertThat(
            MEMORIES
                .snapshotConfiguration()
                .resolveSchemaCompatibility(ofMutableMemories)
                .isCompatibleAsIs())
        .isTrue();
    assertThat(written(ALERTS.snapshotConfiguration()))
        .isEqualTo(firstRelease("dev.pointsman.alert.OpenAlertsCodec", false));
  }

  @Test
  void aSerializerThatIsRestoredFromBytesReadsWhatWasWrittenBefore() throws Exception {
    var key = new GroupKey(false, Labels.of("region", "us-west-2"));
    var out = new DataOutputSerializer(64);
    KEYS.serialize(key, out);
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer()))
        .isEqualTo("000106726567696f6e0975732d776573742d32");

    TypeSerializerSnapshot<GroupKey> restored =
        read(firstRelease("dev.pointsman.rule.GroupKeyCodec", true));

    TypeSerializer<GroupKey> serializer = restored.restoreSerializer();
    assertThat(serializer).isEqualTo(KEYS);
    assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
        .isEqualTo(key);
  }

  @Test
  void aKeyHashesToWhereCheckpointsHoldItsState() {
    var key = new GroupKey(false, Labels.of("region", "us-west-2"));
    assertThat(KeyGroupRangeAssignment.assignToKeyGroup(key, 128)).isEqualTo(111);
  }

  @Test
  void theSameCodecIsCompatibleAndAnotherIsNot() throws Exception {
    TypeSerializerSnapshot<GroupKey> old =
        read(firstRelease("dev.pointsman.rule.GroupKeyCodec", true));
    assertThat(KEYS.snapshotConfiguration().resolveSchemaCompatibility(old).isCompatibleAsIs())
        .isTrue();
    assertThat(
            new CodecSerializer<>(Other.INSTANCE, true)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(old)
                .isIncompatible())
        .isTrue();
  }

  @Test
  void aCodecThatIsGoneIsNamed() throws Exception {
    byte[] bytes = firstRelease("dev.pointsman.rule.NoSuchCodec", true);
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dev.pointsman.rule.NoSuchCodec");
  }

  @Test
  void aCodecThatCannotBeNamedIsRefused() {
    Codec<GroupKey> unnamed =
        new Codec<>() {
          private static final long serialVersionUID = 1;

          @Override
          public void write(GroupKey value, DataOutput out) throws IOException {
            Other.INSTANCE.write(value, out);
          }

          @Override
          public GroupKey read(DataInput in) throws IOException {
            return Other.INSTANCE.read(in);
          }

          @Override
          public GroupKey copy(GroupKey value) {
            return value;
          }
        };
    assertThatThrownBy(() -> new CodecSerializer<>(unnamed, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no enum with one constant");
  }
}
