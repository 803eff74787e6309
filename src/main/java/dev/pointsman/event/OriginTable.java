package dev.pointsman.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The origins that were seen lately, each found by its identity: some bytes. Bounded: a new one
 * takes another one's place where there is none free, and all are forgotten where their identities
 * are too long together; so bytes that never come again, or that are made to collide, cost time and
 * not memory. For one thread.
 */
final class OriginTable {

  private static final int MAX_SIZE = 1 << 20;

  /** Of all identities. With what is known of it, each takes about four times that. */
  private static final int MAX_BYTES = 32 << 20;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int INITIAL_SLOTS = 64;

  /** In how many slots, from the one that its hash says, one may lie. */
  private static final int REACH = 8;

  // Not known to those who choose labels.
  private static final long SEED = RANDOM.nextLong();
  private static final long FACTOR = RANDOM.nextLong() | 1;

  private final int maxSize;
  private final int maxBytes;
  private @Nullable Origin[] slots = new @Nullable Origin[INITIAL_SLOTS];
  private int size;
  private int bytes;

  OriginTable() {
    this(MAX_SIZE, MAX_BYTES);
  }

  /**
   * A table.
   *
   * @param maxSize a power of two
   * @param maxBytes of all identities together
   */
  OriginTable(int maxSize, int maxBytes) {
    this.maxSize = maxSize;
    this.maxBytes = maxBytes;
  }

  int size() {
    return size;
  }

  /**
   * The origin that has the first {@code length} bytes for its identity; null where it is not
   * known.
   *
   * @param hash of these bytes: the one with which it was added
   */
  @Nullable Origin find(byte[] identity, int length, int hash) {
    for (int i = 0; i < REACH; i++) {
      Origin each = slots[slot(hash, i)];
      if (each == null || each.isOf(identity, length, hash)) {
        return each;
      }
    }
    return null;
  }

  /**
   * Has what {@link #find} will read for a hash brought into the caches: called for several, these
   * come at once, where each search would wait for its own.
   *
   * @return something that depends on what was read
   */
  int touch(int hash) {
    Origin first = slots[slot(hash, 0)];
    return first == null ? 0 : first.touch();
  }

  /**
   * Adds an origin whose identity {@link #find} does not know.
   *
   * @param identity not changed by anybody from now on
   * @param hash of the identity: {@link #hash}, which nobody can foresee who chooses that
   */
  void add(byte[] identity, int hash, Origin origin) {
    int length = identity.length;
    if (bytes + length > maxBytes) {
      refill(INITIAL_SLOTS, List.of());
    } else if (2 * size >= slots.length && slots.length < maxSize) {
      refill(2 * slots.length, Arrays.asList(slots));
    }
    origin.identify(identity, hash);
    place(origin);
  }

  private void refill(int newSlots, List<@Nullable Origin> before) {
    slots = new @Nullable Origin[newSlots];
    size = 0;
    bytes = 0;
    for (Origin each : before) {
      if (each != null) {
        place(each);
      }
    }
  }

  private void place(Origin origin) {
    int step = 0;
    while (step < REACH && slots[slot(origin.hash(), step)] != null) {
      step++;
    }
    // Which one has to go is as good as thrown: by the highest bits of the hash.
    int slot = slot(origin.hash(), step < REACH ? step : origin.hash() >>> 29);
    Origin before = slots[slot];
    if (before == null) {
      size++;
    } else {
      bytes -= before.identityLength();
    }
    slots[slot] = origin;
    bytes += origin.identityLength();
  }

  private int slot(int hash, int step) {
    return (hash + step) & (slots.length - 1);
  }

  /** A hash of the first {@code length} bytes, another one in each process. */
  static int hash(byte[] identity, int length) {
    long hash = SEED ^ length;
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      hash = mix(hash, (long) LONGS.get(identity, at));
    }
    long rest = 0;
    for (; at < length; at++) {
      rest = rest << Byte.SIZE | (identity[at] & 0xFF);
    }
    hash = mix(hash, rest);
    return (int) (hash ^ hash >>> 32);
  }

  private static long mix(long hash, long bytes) {
    return Long.rotateLeft((hash ^ bytes) * FACTOR, 29);
  }
}
