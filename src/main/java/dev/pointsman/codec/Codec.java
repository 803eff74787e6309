package dev.pointsman.codec;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * The binary form of a type. What lies in a checkpoint begins with a version byte, so that a later
 * codec reads what an earlier one wrote.
 */
public interface Codec<T> extends Serializable {

  void write(T value, DataOutput out) throws IOException;

  T read(DataInput in) throws IOException;

  /** A value that shares no mutable part with {@code value}; itself where nothing in it changes. */
  T copy(T value);

  default byte[] toBytes(T value) {
    var bytes = new Bytes.Out(64);
    try {
      write(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toArray();
  }

  default T fromBytes(byte[] bytes) throws IOException {
    return read(new DataInputStream(new Bytes.In(bytes)));
  }
}
