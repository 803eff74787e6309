package dev.pointsman.window;

import dev.pointsman.event.Labels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one metric of one series, in the order of time, no two of the same: shared by all
 * conditions that look at them, and kept for as long as one of these does. Mutable, for one thread.
 */
public class Ring implements Readings {

  /** Of rings in old state, which are known by their store. */
  public static final String UNKNOWN_METRIC = "";

  private static final int INITIAL_CAPACITY = 4;
  private static final Tally[] NONE = {};

  private String metric;
  private final int store;
  private Tally[] tallies = NONE;
  private @Nullable Ring next;

  /** Timestamps and the bits of values in turn: what is read together lies together. */
  private long[] readings;

  private int size;

  /** How many readings there are behind those, of which no tally knows yet. */
  private int untold;

  /**
   * At this time or later, by the clock of silence in milliseconds since the epoch, each rule that
   * looks at it heard something: what is untold counts.
   */
  private long heardAt;

  /**
   * An empty ring.
   *
   * @param store which of the metric's rings in this series: conditions that began at different
   *     times do not know the same readings
   */
  public Ring(String metric, int store) {
    this(metric, store, INITIAL_CAPACITY);
  }

  Ring(String metric, int store, int capacity) {
    this.metric = metric;
    this.store = store;
    readings = new long[2 * capacity];
  }

  public String metric() {
    return metric;
  }

  /** Says which metric it is of, where that was not known. */
  public void setMetric(String known) {
    metric = known;
  }

  public int store() {
    return store;
  }

  /** The next ring of the same series; null after the last. */
  public @Nullable Ring next() {
    return next;
  }

  public void setNext(@Nullable Ring next) {
    this.next = next;
  }

  /** One for each condition that looks at it. */
  public Tally[] tallies() {
    return tallies;
  }

  @Override
  public final int size() {
    return size;
  }

  /** How many readings there are, those included of which no tally knows yet. */
  public final int sizeWithUntold() {
    return size + untold;
  }

  @Override
  public final long timestamp(int index) {
    return readings[2 * index];
  }

  @Override
  public final double value(int index) {
    return Double.longBitsToDouble(readings[2 * index + 1]);
  }

  final void tell(Tally tally) {
    tallies = Arrays.copyOf(tallies, tallies.length + 1);
    tallies[tallies.length - 1] = tally;
  }

  /** Lets go of all tallies: others are told from now on. */
  public final void forgetTallies() {
    tallies = NONE;
  }

  /**
   * Takes a reading in, where it is not late for all conditions and was not there yet; each of the
   * ring's tallies knows afterwards what became of it.
   */
  public final void take(long timestamp, double value) {
    boolean isWanted = false;
    for (Tally tally : tallies) {
      isWanted |= tally.expect(timestamp);
    }
    if (!isWanted) {
      return;
    }
    int place = size;
    while (place > 0 && timestamp(place - 1) > timestamp) {
      place--;
    }
    if (place > 0 && timestamp(place - 1) == timestamp) {
      return;
    }
    place = insert(place, timestamp, value);
    for (Tally tally : tallies) {
      tally.inserted(place, timestamp);
    }
  }

  /** The place of the reading of this time, which has to be there. */
  final int find(long timestamp) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timestamp(middle) < timestamp) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether a reading of this time is newer than all, and there is room for it. */
  public final boolean hasRoomFor(long timestamp) {
    return 2 * (size + untold) < readings.length && timestamp > newest();
  }

  /** Keeps a reading that it {@link #hasRoomFor}, of which no tally is told yet. */
  public final void putOff(long timestamp, double value, long clock) {
    int at = 2 * (size + untold);
    readings[at] = timestamp;
    readings[at + 1] = Double.doubleToRawLongBits(value);
    untold++;
    heardAt = Math.max(heardAt, clock);
  }

  /** At this time or later each rule that looks at it heard something, what is untold included. */
  public final long heardAt() {
    return heardAt;
  }

  public final void setHeardAt(long clock) {
    heardAt = clock;
  }

  /**
   * Lets go of what came at or before a time, or else grows; where nobody looks at it.
   *
   * @param boundary milliseconds since the epoch
   */
  public final void makeRoom(long boundary) {
    int gone = forget(boundary);
    if (gone * 4 <= size) {
      resize(size + size / 4 + INITIAL_CAPACITY);
    }
  }

  /** Lets go of what came at or before a time, where nobody looks at it; returns how many. */
  public final int forget(long boundary) {
    if (tallies.length > 0) {
      throw new IllegalStateException("somebody looks at the readings");
    }
    catchUp();
    int gone = 0;
    while (gone < size && timestamp(gone) <= boundary) {
      gone++;
    }
    size -= gone;
    shift(gone, 0, size);
    return gone;
  }

  /**
   * Tells all tallies of what was put off; none of it is late for any.
   *
   * @return whether anything was
   */
  public final boolean catchUp() {
    if (untold == 0) {
      return false;
    }
    for (; untold > 0; untold--) {
      int place = size++;
      for (Tally tally : tallies) {
        tally.inserted(place, timestamp(place));
      }
    }
    return true;
  }

  /** The timestamp of the newest reading; {@link Long#MIN_VALUE} where there is none. */
  public final long newest() {
    int count = size + untold;
    return count == 0 ? Long.MIN_VALUE : readings[2 * count - 2];
  }

  /**
   * Puts a reading in, and makes room for it.
   *
   * @return the place where it is now, which may be before {@code place}
   */
  final int insert(int place, long timestamp, double value) {
    int at = 2 * size < readings.length ? place : place - makeRoom();
    if (at < size) {
      shift(at, at + 1, size - at);
    }
    readings[2 * at] = timestamp;
    readings[2 * at + 1] = Double.doubleToRawLongBits(value);
    size++;
    return at;
  }

  /** Moves readings. */
  void shift(int from, int to, int count) {
    System.arraycopy(readings, 2 * from, readings, 2 * to, 2 * count);
  }

  /** Makes room for so many. */
  void resize(int capacity) {
    readings = Arrays.copyOf(readings, 2 * capacity);
  }

  /** Lets go of what nobody looks at any more, or else grows; returns how many went. */
  private int makeRoom() {
    int capacity = size;
    int gone = compact();
    if (gone * 4 <= capacity) {
      resize(capacity + capacity / 4 + INITIAL_CAPACITY);
    }
    return gone;
  }

  /**
   * Lets go of the readings that are in no condition's window any more.
   *
   * @return how many
   */
  public final int compact() {
    int gone = size;
    for (Tally tally : tallies) {
      gone = Math.min(gone, tally.firstInWindow());
    }
    if (gone > 0 && tallies.length > 0) {
      size -= gone;
      shift(gone, 0, size);
      for (Tally tally : tallies) {
        tally.dropped(gone);
      }
      return gone;
    }
    return 0;
  }

  /** Whether a window holds one of its readings, or a run goes on from one. */
  public final boolean isAlive() {
    for (Tally tally : tallies) {
      if (tally.isAlive()) {
        return true;
      }
    }
    return false;
  }

  /** The labels of the reading at {@code index}, which one of the tallies is of. */
  Labels labels(int index, Labels ofTally) {
    return ofTally;
  }
}
