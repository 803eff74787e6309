package dev.pointsman.event;

/**
 * One value of one series at one time; metric, labels and timestamp are its identity.
 *
 * @param value finite, in the metric's unit
 * @param timestamp milliseconds since the epoch
 */
public record Reading(String metric, Labels labels, double value, long timestamp) {

  public Reading {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value of " + metric + " is " + value);
    }
  }
}
