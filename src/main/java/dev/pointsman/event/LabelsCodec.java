package dev.pointsman.event;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Labels as they are stored: a count, then names and values in turn. */
public enum LabelsCodec implements Codec<Labels> {
  INSTANCE;

  @Override
  public void write(Labels labels, DataOutput out) throws IOException {
    out.write(labels.bytes());
  }

  @Override
  public Labels read(DataInput in) throws IOException {
    var builder = new LabelsBuilder();
    for (long texts = 2L * Binary.readCount(in); texts > 0; texts--) {
      builder.read(in);
    }
    return builder.build();
  }

  @Override
  public Labels copy(Labels labels) {
    return labels;
  }
}
