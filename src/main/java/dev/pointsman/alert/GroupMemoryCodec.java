package dev.pointsman.alert;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A group's memory in a checkpoint, behind its version; what version 1 wrote is read as well. */
public enum GroupMemoryCodec implements Codec<StoredMemory> {
  INSTANCE;

  private static final byte VERSION = 2;

  @Override
  public void write(StoredMemory memory, DataOutput out) throws IOException {
    out.writeByte(VERSION);
    Binary.writeBytes(memory.bytes(), out);
  }

  @Override
  public StoredMemory read(DataInput in) throws IOException {
    byte version = in.readByte();
    return switch (version) {
      case 1 -> StoredMemory.ofSomeGroup(GroupMemoryVersion1.read(in));
      case VERSION -> new StoredMemory(Binary.readBytes(in));
      default ->
          throw new IOException(
              "group memory of version " + version + "; this release reads up to " + VERSION);
    };
  }

  @Override
  public StoredMemory copy(StoredMemory memory) {
    return memory;
  }
}
