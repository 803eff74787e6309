package dev.pointsman.job.codec;

import dev.pointsman.codec.Codec;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * A codec as a Flink serializer. What the codec writes tells its own version, so a later codec of
 * the same name reads an earlier one's state as it is.
 */
public final class CodecSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1;

  private final Codec<T> codec;
  private final boolean immutable;

  /**
   * A serializer by way of {@code codec}.
   *
   * @param codec an enum with one constant, so that it can be named in a checkpoint
   * @param immutable whether a value may be shared in place of copied
   */
  CodecSerializer(Codec<T> codec, boolean immutable) {
    Object[] constants = codec.getClass().getEnumConstants();
    if (constants == null || constants.length != 1) {
      throw new IllegalArgumentException(codec.getClass() + " is no enum with one constant");
    }
    this.codec = codec;
    this.immutable = immutable;
  }

  Codec<T> codec() {
    return codec;
  }

  @Override
  public boolean isImmutableType() {
    return immutable;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this; // holds nothing that changes
  }

  @Override
  @SuppressWarnings("NullAway") // as Flink's own serializers of immutable types: nothing to reuse
  public T createInstance() {
    return null;
  }

  @Override
  public T copy(T from) {
    return codec.copy(from);
  }

  @Override
  public T copy(T from, T reuse) {
    return codec.copy(from);
  }

  @Override
  public int getLength() {
    return -1; // varies
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    codec.write(value, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return codec.read(source);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return codec.read(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    codec.write(codec.read(source), target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodecSerializer<?> that
        && codec.equals(that.codec)
        && immutable == that.immutable;
  }

  @Override
  public int hashCode() {
    return Objects.hash(codec, immutable);
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new CodecSerializerSnapshot<>(this);
  }
}
