package dev.pointsman.agent.collect;

import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.Labels;
import java.time.Instant;

/**
 * What was seen of one thing at one time, told value by value.
 *
 * @param labels of every value
 * @param at when it was so
 */
public record Observation(EventSink sink, Labels labels, Instant at) {

  /**
   * Tells one value.
   *
   * @param value finite
   */
  public void tell(String metric, double value) {
    sink.accept(MetricEvent.of(metric, labels, value, at));
  }

  /** Tells 1 or 0. */
  public void tell(String metric, boolean value) {
    tell(metric, value ? 1 : 0);
  }
}
