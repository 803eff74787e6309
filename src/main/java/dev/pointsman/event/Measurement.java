package dev.pointsman.event;

/**
 * What one metric measured, without the labels and the time, which its event holds.
 *
 * @param value finite, in the metric's unit
 */
public record Measurement(String metric, double value) {

  public Measurement {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value of " + metric + " is " + value);
    }
  }
}
