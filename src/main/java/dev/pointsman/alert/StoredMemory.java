package dev.pointsman.alert;

import dev.pointsman.codec.Bytes;
import dev.pointsman.event.Labels;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A group's memory in the binary form in which it lies in the state; immutable. */
public final class StoredMemory {

  private final byte[] bytes;

  /**
   * What {@link GroupMemoryFormat} wrote.
   *
   * @param bytes not changed by anybody
   */
  StoredMemory(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The memory as it is now.
   *
   * @param group the labels that all its series have in common
   */
  public static StoredMemory of(GroupMemory memory, Labels group) {
    return write(memory, group);
  }

  /** The memory of a group whose labels are not known; longer than needed. */
  static StoredMemory ofSomeGroup(GroupMemory memory) {
    return write(memory, null);
  }

  private static StoredMemory write(GroupMemory memory, @Nullable Labels group) {
    var bytes = new Bytes.Out(256);
    try {
      GroupMemoryFormat.write(memory, group, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return new StoredMemory(bytes.toArray());
  }

  /**
   * A memory to go on with.
   *
   * @param group the labels that all its series have in common
   * @throws IOException if the bytes are none of a memory
   */
  public GroupMemory open(Labels group) throws IOException {
    return GroupMemoryFormat.read(new DataInputStream(new Bytes.In(bytes)), group);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredMemory that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
