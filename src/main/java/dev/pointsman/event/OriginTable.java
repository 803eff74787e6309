package dev.pointsman.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The origins that were seen lately, each found by its identity: some bytes that its events agree
 * in. Bounded: a new origin takes another one's place where there is none free, and all are
 * forgotten where their identities are too long together; so labels that never come again, or that
 * are made to collide, cost time and not memory. For one thread.
 */
final class OriginTable {

  private static final int MAX_ORIGINS = 1 << 18;

  /** Of all identities. With labels and what is remembered, an origin takes about four times it. */
  private static final int MAX_BYTES = 32 << 20;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int INITIAL_SLOTS = 64;

  /** In how many slots, from the one that its hash says, an origin may lie. */
  private static final int REACH = 8;

  // Not known to those who choose labels.
  private final long seed = RANDOM.nextLong();
  private final long factor = RANDOM.nextLong() | 1;
  private final int maxOrigins;
  private final int maxBytes;
  private @Nullable Origin[] slots = new @Nullable Origin[INITIAL_SLOTS];
  private int size;
  private int bytes;

  OriginTable() {
    this(MAX_ORIGINS, MAX_BYTES);
  }

  /**
   * A table.
   *
   * @param maxOrigins a power of two
   * @param maxBytes of all identities together
   */
  OriginTable(int maxOrigins, int maxBytes) {
    this.maxOrigins = maxOrigins;
    this.maxBytes = maxBytes;
  }

  int size() {
    return size;
  }

  /** The origin whose identity is the first {@code length} bytes; null where it is not known. */
  @Nullable Origin find(byte[] identity, int length) {
    int hash = hash(identity, length);
    for (int i = 0; i < REACH; i++) {
      Origin origin = slots[slot(hash, i)];
      if (origin == null || origin.isOf(identity, length, hash)) {
        return origin;
      }
    }
    return null;
  }

  /** Adds an origin whose identity {@link #find} does not know. */
  void add(byte[] identity, int length, Origin origin) {
    if (bytes + length > maxBytes) {
      refill(INITIAL_SLOTS, List.of());
    } else if (2 * size >= slots.length && slots.length < maxOrigins) {
      refill(2 * slots.length, Arrays.asList(slots));
    }
    origin.identify(Arrays.copyOf(identity, length), hash(identity, length));
    place(origin);
  }

  private void refill(int newSlots, List<@Nullable Origin> origins) {
    slots = new @Nullable Origin[newSlots];
    size = 0;
    bytes = 0;
    for (Origin each : origins) {
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

  private int hash(byte[] identity, int length) {
    long hash = seed ^ length;
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

  private long mix(long hash, long bytes) {
    return Long.rotateLeft((hash ^ bytes) * factor, 29);
  }
}
