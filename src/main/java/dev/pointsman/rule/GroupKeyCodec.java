package dev.pointsman.rule;

import dev.pointsman.codec.Codec;
import dev.pointsman.event.LabelsCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A group's key, as it lies in checkpoints. */
public enum GroupKeyCodec implements Codec<GroupKey> {
  INSTANCE;

  @Override
  public void write(GroupKey key, DataOutput out) throws IOException {
    out.writeBoolean(key.everyLabel());
    LabelsCodec.INSTANCE.write(key.labels(), out);
  }

  @Override
  public GroupKey read(DataInput in) throws IOException {
    return new GroupKey(in.readBoolean(), LabelsCodec.INSTANCE.read(in));
  }

  @Override
  public GroupKey copy(GroupKey key) {
    return key;
  }
}
