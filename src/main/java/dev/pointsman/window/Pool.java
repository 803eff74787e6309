package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import java.util.Arrays;
import java.util.List;

/** The readings of all series of a group together, in the order of time and then of labels. */
final class Pool extends Ring {

  private Labels[] labels;

  /**
   * A pool of what is there.
   *
   * @param readings in order
   */
  Pool(String metric, List<Reading> readings) {
    super(metric, 0, readings.size() + 1);
    labels = new Labels[readings.size() + 1];
    readings.forEach(each -> add(each.timestamp(), each.value(), each.labels()));
  }

  /**
   * Puts a reading into its place.
   *
   * @return the place
   */
  int add(long timestamp, double value, Labels ofReading) {
    int place = size();
    while (place > 0 && isAfter(place - 1, timestamp, ofReading)) {
      place--;
    }
    int at = insert(place, timestamp, value);
    labels[at] = ofReading;
    return at;
  }

  private boolean isAfter(int index, long timestamp, Labels ofReading) {
    return timestamp(index) > timestamp
        || (timestamp(index) == timestamp && labels[index].compareTo(ofReading) > 0);
  }

  @Override
  void shift(int from, int to, int count) {
    super.shift(from, to, count);
    System.arraycopy(labels, from, labels, to, count);
  }

  @Override
  void resize(int capacity) {
    super.resize(capacity);
    labels = Arrays.copyOf(labels, capacity);
  }

  @Override
  Labels labels(int index, Labels ofTally) {
    return labels[index];
  }
}
