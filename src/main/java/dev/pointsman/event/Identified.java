package dev.pointsman.event;

import java.util.Arrays;

/** What an {@link IdentityTable} finds by some bytes. */
public abstract class Identified {

  private byte[] identity = {};
  private int hash;

  /**
   * Gives it what it is found by.
   *
   * @param bytes not changed by anybody from now on
   * @param bytesHash of those bytes
   */
  final void identify(byte[] bytes, int bytesHash) {
    identity = bytes;
    hash = bytesHash;
  }

  /** Whether the first {@code length} of some bytes are its identity. */
  final boolean isOf(byte[] bytes, int length, int bytesHash) {
    return hash == bytesHash && Arrays.equals(identity, 0, identity.length, bytes, 0, length);
  }

  /** Reads what {@link #isOf} will. */
  final int touch() {
    return hash + (identity.length == 0 ? 0 : identity[identity.length - 1]);
  }

  final int hash() {
    return hash;
  }

  final int identityLength() {
    return identity.length;
  }
}
