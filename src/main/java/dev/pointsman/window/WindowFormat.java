package dev.pointsman.window;

import dev.pointsman.codec.Binary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The binary form of readings and runs. Timestamps are distances: the first from a base, then from
 * one to the next, of which only the change is written, since most series are measured evenly;
 * values stand once for as many as are the same.
 */
public final class WindowFormat {

  private static final byte NO_RUN = 0;
  private static final byte BROKEN_RUN = 1;
  private static final byte LIVE_RUN = 2;

  private WindowFormat() {}

  /** Writes the readings that a condition still looks at, and not the metric. */
  public static void write(Ring ring, long base, DataOutput out) throws IOException {
    ring.compact();
    Binary.writeCount(ring.store(), out);
    Binary.writeCount(ring.size(), out);
    long before = base;
    long distance = 0;
    for (int i = 0; i < ring.size(); i++) {
      long next = ring.timestamp(i) - before;
      Binary.writeSignedVarLong(next - distance, out);
      before = ring.timestamp(i);
      distance = i == 0 ? 0 : next;
    }
    for (int i = 0; i < ring.size(); ) {
      int same = i + 1;
      while (same < ring.size() && isSame(ring.value(i), ring.value(same))) {
        same++;
      }
      Binary.writeCount(same - i, out);
      Binary.writeNumber(ring.value(i), out);
      i = same;
    }
  }

  private static boolean isSame(double one, double other) {
    return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
  }

  public static Ring readRing(DataInput in, String metric, long base) throws IOException {
    var ring = new Ring(metric, Binary.readCount(in));
    int size = Binary.readCount(in);
    var timestamps = new LongList();
    long before = base;
    long distance = 0;
    for (int i = 0; i < size; i++) {
      distance += Binary.readSignedVarLong(in);
      before += distance;
      timestamps.add(before);
      distance = i == 0 ? 0 : distance;
    }
    for (int i = 0; i < size; ) {
      int same = Binary.readCount(in);
      double value = Binary.readNumber(in);
      if (same <= 0 || same > size - i) {
        throw new IOException("the same value " + same + " times, and " + (size - i) + " are left");
      }
      for (int end = i + same; i < end; i++) {
        ring.insert(i, timestamps.get(i), value);
      }
    }
    return ring;
  }

  /** Reads a ring as version 1 of the state has it, which does not name the metric. */
  public static Ring readRingOfVersion1(DataInput in, int store) throws IOException {
    var ring = new Ring(Ring.UNKNOWN_METRIC, store);
    int size = Binary.readCount(in);
    long timestamp = 0;
    for (int i = 0; i < size; i++) {
      timestamp += Binary.readSignedVarLong(in);
      ring.insert(i, timestamp, Binary.readNumber(in));
    }
    return ring;
  }

  public static void write(Run run, long base, DataOutput out) throws IOException {
    if (!run.hasBegun()) {
      out.writeByte(NO_RUN);
      return;
    }
    out.writeByte(run.isAlive() ? LIVE_RUN : BROKEN_RUN);
    Binary.writeSignedVarLong(run.newest() - base, out);
    Binary.writeNumber(run.newestValue(), out);
    if (run.isAlive()) {
      Binary.writeVarLong(run.newest() - run.start(), out);
    }
  }

  public static Run readRun(DataInput in, long base) throws IOException {
    byte kind = in.readByte();
    if (kind == NO_RUN) {
      return Run.NONE;
    }
    if (kind != BROKEN_RUN && kind != LIVE_RUN) {
      throw new IOException("a run of the unknown kind " + kind);
    }
    long newest = base + Binary.readSignedVarLong(in);
    double newestValue = Binary.readNumber(in);
    boolean alive = kind == LIVE_RUN;
    long start = alive ? newest - Binary.readVarLong(in) : newest;
    return Run.of(newest, newestValue, alive, start);
  }

  /** Grows with what is there, not with what a corrupt count promises. */
  private static final class LongList {
    private long[] all = new long[16];
    private int size;

    void add(long each) {
      if (size == all.length) {
        all = Arrays.copyOf(all, 2 * size);
      }
      all[size++] = each;
    }

    long get(int index) {
      return all[index];
    }
  }
}
