package dev.pointsman.window;

import dev.pointsman.event.Labels;
import java.util.Arrays;

/** The readings of all series of a group together, in the order of time and then of labels. */
final class Pool extends Ring {

  private static final int INITIAL_CAPACITY = 16;

  /** Of which series each reading is. */
  private Tally[] members = new Tally[INITIAL_CAPACITY];

  Pool(String metric) {
    super(metric, 0, INITIAL_CAPACITY);
  }

  /**
   * Puts a reading of a series into its place.
   *
   * @return the place
   */
  int add(long timestamp, double value, Tally member) {
    int place = size();
    if (place > 0 && isAfter(place - 1, timestamp, member)) {
      place = firstAfter(timestamp, member);
    }
    int at = insert(place, timestamp, value);
    members[at] = member;
    return at;
  }

  private int firstAfter(long timestamp, Tally member) {
    int low = 0;
    int high = size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isAfter(middle, timestamp, member)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private boolean isAfter(int index, long timestamp, Tally member) {
    return timestamp(index) > timestamp
        || (timestamp(index) == timestamp
            && members[index].labels().compareTo(member.labels()) > 0);
  }

  /** The readings of the series of which the one at {@code index} is. */
  Ring series(int index) {
    return members[index].ring();
  }

  @Override
  void shift(int from, int to, int count) {
    super.shift(from, to, count);
    System.arraycopy(members, from, members, to, count);
  }

  @Override
  void resize(int capacity) {
    super.resize(capacity);
    members = Arrays.copyOf(members, capacity);
  }

  @Override
  Labels labels(int index, Labels ofTally) {
    return members[index].labels();
  }
}
