package dev.pointsman.agent.probe;

import dev.pointsman.agent.schedule.Schedule;
import dev.pointsman.agent.schedule.Seconds;
import dev.pointsman.event.Labels;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A check that is due again and again.
 *
 * @param name of the check, as rules know it
 * @param region whose users suffer when it is down
 * @param observer who looks
 * @param timeout at most the interval
 */
public record Probe(
    String name,
    String region,
    String observer,
    Check check,
    Duration interval,
    Duration timeout,
    Thresholds thresholds,
    Tells tells) {

  /** What is told of each run. */
  public enum Tells {
    /** Whether the target is up, its health state, and what was measured. */
    HEALTH,
    /** Only what was measured: whether the target is up is for another probe to say. */
    MEASUREMENTS
  }

  public Probe {
    if (interval.toMillis() <= 0 || timeout.toMillis() <= 0) {
      throw new IllegalArgumentException("interval and timeout must be at least 1 ms");
    }
    if (timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException("the timeout of " + name + " is longer than its interval");
    }
  }

  /** Tells of health, with thresholds of one. */
  public static Probe of(
      String name,
      String region,
      String observer,
      Check check,
      Duration interval,
      Duration timeout) {
    return new Probe(
        name, region, observer, check, interval, timeout, Thresholds.NONE, Tells.HEALTH);
  }

  /** What it looks at and how often, for people. */
  /** Which one it is, for the log. */
  String shown() {
    return name + " of " + check.target() + " in " + region;
  }

  String toLine() {
    return "%s in %s: %s %s every %s, within %s"
        .formatted(
            name,
            region,
            check.type(),
            check.target(),
            Seconds.text(interval),
            Seconds.text(timeout));
  }

  /**
   * When it is due.
   *
   * @param instance which of several agents that look alike, so that they take turns; null where
   *     there is only one
   */
  Schedule schedule(@Nullable String instance) {
    return Schedule.spread(
        interval, name, check.target(), region, observer, instance == null ? "" : instance);
  }

  /** What tells its readings from those of others. */
  Labels labels() {
    return Labels.of(
        "check", name, "observer", observer, "region", region, "target", check.target());
  }
}
