package dev.pointsman.event;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Labels as they cross from one operator to the next, never in a checkpoint: their hash, then their
 * bytes as one, so that the reader neither takes them apart nor hashes them.
 */
public enum LabelsWireCodec implements Codec<Labels> {
  INSTANCE;

  @Override
  public void write(Labels labels, DataOutput out) throws IOException {
    out.writeInt(labels.hashCode());
    Binary.writeBytes(labels.bytes(), out);
  }

  @Override
  public Labels read(DataInput in) throws IOException {
    int hash = in.readInt();
    return new Labels(Binary.readBytes(in), hash);
  }

  @Override
  public Labels copy(Labels labels) {
    return labels;
  }
}
