package dev.pointsman.event;

import java.util.List;

/**
 * What one message told: measurements that share labels and time, and are taken in together.
 *
 * @param timestamp milliseconds since the epoch
 * @param measurements at least one, each of another metric
 */
public record Event(Labels labels, long timestamp, List<Measurement> measurements) {

  public Event {
    measurements = List.copyOf(measurements);
    if (measurements.isEmpty()) {
      throw new IllegalArgumentException("an event needs a measurement");
    }
  }

  public List<Reading> readings() {
    return measurements.stream()
        .map(each -> new Reading(each.metric(), labels, each.value(), timestamp))
        .toList();
  }
}
