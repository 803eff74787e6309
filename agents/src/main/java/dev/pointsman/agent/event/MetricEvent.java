package dev.pointsman.agent.event;

import dev.pointsman.event.EventJson;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import java.time.Instant;

/** One value of one series at one time. */
public record MetricEvent(Reading reading) implements AgentEvent {

  /**
   * A value of a series.
   *
   * @param value finite
   */
  public static MetricEvent of(String metric, Labels labels, double value, Instant at) {
    return new MetricEvent(new Reading(metric, labels, value, at.toEpochMilli()));
  }

  @Override
  public EventKind kind() {
    return EventKind.METRIC;
  }

  @Override
  public String key() {
    return reading.metric() + reading.labels();
  }

  @Override
  public Instant at() {
    return Instant.ofEpochMilli(reading.timestamp());
  }

  @Override
  public byte[] json() {
    return EventJson.write(reading);
  }
}
