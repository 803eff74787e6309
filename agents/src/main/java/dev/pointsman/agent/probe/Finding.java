package dev.pointsman.agent.probe;

import dev.pointsman.event.Labels;

/**
 * A value that a run measured besides whether the target is up.
 *
 * @param labels besides check, target, region and observer, which all of them have
 * @param value finite
 */
public record Finding(String metric, Labels labels, double value) {

  public static Finding of(String metric, double value, String... labels) {
    return new Finding(metric, Labels.of(labels), value);
  }

  /** 1 for yes, 0 for no. */
  public static Finding of(String metric, boolean value, String... labels) {
    return of(metric, value ? 1 : 0, labels);
  }
}
