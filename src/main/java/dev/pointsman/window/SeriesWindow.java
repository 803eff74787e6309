package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one series that a window still holds, in the order of time, no two of the same
 * time; and what {@code every} has to know of the ones before them.
 */
final class SeriesWindow implements Readings {

  private static final int INITIAL_CAPACITY = 4;

  private final Labels labels;

  /** The run as it stood after the newest reading that has left the window. */
  private Run past;

  private long[] timestamps;
  private double[] values;
  private int first;
  private int size;

  /** The condition that {@link #judge} was asked for last; null since something changed. */
  private @Nullable Condition judgedBy;

  private double judgedValue;
  private boolean holds;

  SeriesWindow(Labels labels) {
    this(labels, new Run());
  }

  SeriesWindow(Labels labels, Run past) {
    this.labels = labels;
    this.past = past;
    timestamps = new long[INITIAL_CAPACITY];
    values = new double[INITIAL_CAPACITY];
  }

  SeriesWindow(SeriesWindow other) {
    labels = other.labels;
    past = new Run(other.past);
    timestamps = Arrays.copyOfRange(other.timestamps, other.first, other.first + other.size);
    values = Arrays.copyOfRange(other.values, other.first, other.first + other.size);
    size = other.size;
  }

  Labels labels() {
    return labels;
  }

  @Override
  public int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @Override
  public long timestamp(int index) {
    return timestamps[first + index];
  }

  @Override
  public double value(int index) {
    return values[first + index];
  }

  Run past() {
    return past;
  }

  void forgetPast() {
    past = new Run();
    judgedBy = null;
  }

  void judgePastBy(Bound bound) {
    past = past.under(bound);
    judgedBy = null;
  }

  /**
   * Judges the series, which is not empty, by itself. Most series of a group do not change with an
   * event: they are asked again and again, and answer what they found.
   */
  @SuppressWarnings("ReferenceEquality") // the same object, or it is judged anew
  SeriesWindow judge(Condition condition) {
    if (judgedBy != condition) {
      judgedValue = Aggregation.value(condition, this);
      holds = Aggregation.holds(condition, this, judgedValue, past);
      judgedBy = condition;
    }
    return this;
  }

  /** The aggregate's value, as it was judged. */
  double judgedValue() {
    return judgedValue;
  }

  /** Whether the series makes the condition true, as it was judged. */
  boolean holds() {
    return holds;
  }

  /** Puts a reading into its place; false where there is one of this time already, which stays. */
  boolean add(long timestamp, double value) {
    int place = size;
    while (place > 0 && timestamp(place - 1) > timestamp) {
      place--;
    }
    if (place > 0 && timestamp(place - 1) == timestamp) {
      return false;
    }
    makeRoom();
    int from = first + place;
    System.arraycopy(timestamps, from, timestamps, from + 1, size - place);
    System.arraycopy(values, from, values, from + 1, size - place);
    timestamps[from] = timestamp;
    values[from] = value;
    size++;
    judgedBy = null;
    return true;
  }

  private void makeRoom() {
    if (first + size < timestamps.length) {
      return;
    }
    // Half empty: what is there moves to the front. Fuller: twice the room.
    int capacity =
        size * 2 < timestamps.length
            ? timestamps.length
            : Math.max(INITIAL_CAPACITY, 2 * timestamps.length);
    var newTimestamps = new long[capacity];
    var newValues = new double[capacity];
    System.arraycopy(timestamps, first, newTimestamps, 0, size);
    System.arraycopy(values, first, newValues, 0, size);
    timestamps = newTimestamps;
    values = newValues;
    first = 0;
  }

  void removeOldest() {
    first++;
    size--;
    judgedBy = null;
  }
}
