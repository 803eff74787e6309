package dev.pointsman.job.codec;

import dev.pointsman.codec.Codec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** What a checkpoint notes of a {@link CodecSerializer}: the codec's name. */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

  private static final int VERSION = 1;

  private @Nullable CodecSerializer<T> serializer;

  /** For Flink, which makes one and reads it. */
  public CodecSerializerSnapshot() {}

  CodecSerializerSnapshot(CodecSerializer<T> serializer) {
    this.serializer = serializer;
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    CodecSerializer<T> written = serializer();
    out.writeUTF(written.codec().getClass().getName());
    out.writeBoolean(written.isImmutableType());
  }

  @Override
  @SuppressWarnings("unchecked") // the name was written from a codec of T
  public void readSnapshot(int version, DataInputView in, ClassLoader userClasses)
      throws IOException {
    String name = in.readUTF();
    try {
      Object[] constants = Class.forName(name, false, userClasses).getEnumConstants();
      if (constants == null || constants.length != 1) {
        throw new IOException(name + " is no codec");
      }
      serializer = new CodecSerializer<>((Codec<T>) constants[0], in.readBoolean());
    } catch (ClassNotFoundException e) {
      throw new IOException("the checkpoint was written with " + name + ", which is gone", e);
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return serializer();
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old instanceof CodecSerializerSnapshot<T> that
            && that.serializer().codec().equals(serializer().codec())
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }

  private CodecSerializer<T> serializer() {
    if (serializer == null) {
      throw new IllegalStateException("the snapshot has not been read yet");
    }
    return serializer;
  }
}
