package dev.pointsman.event;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Labels as a count, then names and values in turn. */
public enum LabelsCodec implements Codec<Labels> {
  INSTANCE;

  @Override
  public void write(Labels labels, DataOutput out) throws IOException {
    Binary.writeCount(labels.size(), out);
    for (int i = 0; i < labels.size(); i++) {
      Binary.writeText(labels.name(i), out);
      Binary.writeText(labels.value(i), out);
    }
  }

  @Override
  public Labels read(DataInput in) throws IOException {
    var pairs = new String[2 * Binary.readCount(in)];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = Binary.readText(in);
    }
    return Labels.of(pairs);
  }

  @Override
  public Labels copy(Labels labels) {
    return labels;
  }
}
