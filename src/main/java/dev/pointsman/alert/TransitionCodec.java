package dev.pointsman.alert;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A transition as its JSON behind the length. */
public enum TransitionCodec implements Codec<Transition> {
  INSTANCE;

  @Override
  public void write(Transition transition, DataOutput out) throws IOException {
    byte[] json = TransitionJson.write(transition);
    Binary.writeCount(json.length, out);
    out.write(json);
  }

  @Override
  public Transition read(DataInput in) throws IOException {
    byte[] json = new byte[Binary.readCount(in)];
    in.readFully(json);
    try {
      return TransitionJson.read(json);
    } catch (IllegalArgumentException e) {
      throw new IOException("an unreadable transition: " + e.getMessage(), e);
    }
  }

  @Override
  public Transition copy(Transition transition) {
    return transition;
  }
}
