package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;

import dev.pointsman.yaml.Key;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;

/**
 * When a check runs and what its results make of the target's health.
 *
 * @param interval between the beginnings of two runs
 * @param timeout of one run; not longer than the interval
 * @param healthyThreshold successes in a row that make the target healthy, at least 1
 * @param unhealthyThreshold failures in a row that make it unhealthy, at least 1
 */
public record Timing(
    Duration interval, Duration timeout, int healthyThreshold, int unhealthyThreshold) {

  static final int DEFAULT_HEALTHY_THRESHOLD = 2;
  static final int DEFAULT_UNHEALTHY_THRESHOLD = 3;

  static final Key INTERVAL =
      optional("interval", Scalars.SECONDS, "Between two checks, such as 30 (seconds) or 500ms.");
  static final Key TIMEOUT =
      optional("timeout", Scalars.SECONDS, "Of one check; not longer than the interval.");
  static final Key HEALTHY_THRESHOLD =
      optional(
          "healthy_threshold",
          Shapes.POSITIVE_WHOLE,
          "Successes in a row that make it healthy; default 2.");
  static final Key UNHEALTHY_THRESHOLD =
      optional(
          "unhealthy_threshold",
          Shapes.POSITIVE_WHOLE,
          "Failures in a row that make it unhealthy; default 3.");

  public Timing {
    if (timeout.compareTo(interval) > 0 || timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "a timeout must be longer than 0 and not longer than the interval " + interval);
    }
    if (healthyThreshold < 1 || unhealthyThreshold < 1) {
      throw new IllegalArgumentException("a threshold is at least 1");
    }
  }

  /** What a block with these four keys says; not to be used where the block is not sound. */
  static Timing read(Block block, Duration defaultInterval, Duration defaultTimeout) {
    Duration interval = block.seconds("interval", defaultInterval);
    Duration timeout = block.seconds("timeout", atMost(interval, defaultTimeout));
    block.requireTimeoutWithin(interval, timeout);
    return new Timing(
        interval,
        atMost(interval, timeout),
        block.whole("healthy_threshold", DEFAULT_HEALTHY_THRESHOLD),
        block.whole("unhealthy_threshold", DEFAULT_UNHEALTHY_THRESHOLD));
  }

  static Duration atMost(Duration most, Duration duration) {
    return duration.compareTo(most) > 0 ? most : duration;
  }
}
