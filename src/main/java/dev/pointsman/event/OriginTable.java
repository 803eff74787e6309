package dev.pointsman.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The origins that were seen lately, each found by its identity: some bytes that its events agree
 * in. Bounded: where there is no room, a new origin takes another one's place, so that labels that
 * never come again, or that are made to collide, cost time and not memory. For one thread.
 */
final class OriginTable {

  /** With their labels and what is remembered of them, about half a kilobyte each. */
  static final int MAX_ORIGINS = 1 << 18;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int INITIAL_SLOTS = 64;

  /** In how many slots, from the one that its hash says, an origin may lie. */
  private static final int REACH = 8;

  // Not known to those who choose labels.
  private final long seed = RANDOM.nextLong();
  private final long factor = RANDOM.nextLong() | 1;
  private final int maxSlots;
  private @Nullable Origin[] slots = new @Nullable Origin[INITIAL_SLOTS];
  private int size;

  OriginTable() {
    this(MAX_ORIGINS);
  }

  /**
   * A table.
   *
   * @param maxOrigins a power of two
   */
  OriginTable(int maxOrigins) {
    maxSlots = maxOrigins;
  }

  int size() {
    return size;
  }

  /** The origin whose identity is the first {@code length} bytes; null where it is not known. */
  @Nullable Origin find(byte[] identity, int length) {
    int hash = hash(identity, length);
    for (int i = 0; i < REACH; i++) {
      Origin origin = slots[(hash + i) & (slots.length - 1)];
      if (origin == null || origin.isOf(identity, length, hash)) {
        return origin;
      }
    }
    return null;
  }

  /** Adds an origin whose identity {@link #find} does not know. */
  void add(byte[] identity, int length, Origin origin) {
    if (2 * size >= slots.length && slots.length < maxSlots) {
      @Nullable Origin[] before = slots;
      slots = new @Nullable Origin[2 * before.length];
      size = 0;
      for (Origin each : before) {
        if (each != null) {
          place(each);
        }
      }
    }
    origin.identify(Arrays.copyOf(identity, length), hash(identity, length));
    place(origin);
  }

  private void place(Origin origin) {
    for (int i = 0; i < REACH; i++) {
      int slot = (origin.hash() + i) & (slots.length - 1);
      if (slots[slot] == null) {
        slots[slot] = origin;
        size++;
        return;
      }
    }
    // Which of them has to go is as good as thrown: the bits that chose the slots are others.
    slots[(origin.hash() + (origin.hash() >>> 29)) & (slots.length - 1)] = origin;
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
