package dev.pointsman.bench.latency;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One system and how it is tried.
 *
 * @param system and its settings
 * @param eventsPerSecond what it has to look at besides
 * @param warmUps so many trials come first and do not count
 * @param gap between the first failure of one target and that of the next
 */
public record Scenario(
    String system, Watcher watcher, int eventsPerSecond, int warmUps, int trials, Duration gap) {

  static final String OURS = "pointsman";
  static final String FAST = "Prometheus, all at 1 s and 0 s";
  static final String SHIPPED = "Prometheus, as shipped";

  private static final int TRIALS = 200;
  private static final int WARM_UPS = 60;

  /** No multiple of the interval divides it: the trials fall on all moments between two looks. */
  private static final Duration GAP = Duration.ofMillis(230);

  /** The targets begin to fail evenly over one interval of 15 s. */
  private static final Duration SHIPPED_GAP = Duration.ofSeconds(15).dividedBy(TRIALS);

  /** All of them: about eight minutes. */
  public static List<Scenario> all() {
    return List.of(
        ours(0, WARM_UPS, TRIALS),
        ours(10_000, WARM_UPS, TRIALS),
        ours(50_000, WARM_UPS, TRIALS),
        new Scenario(FAST, PrometheusWatcher.FAST, 0, WARM_UPS, TRIALS, GAP),
        new Scenario(SHIPPED, PrometheusWatcher.SHIPPED, 0, 0, TRIALS, SHIPPED_GAP));
  }

  static Scenario ours(int eventsPerSecond, int warmUps, int trials) {
    return new Scenario(
        OURS, new PointsmanWatcher(eventsPerSecond), eventsPerSecond, warmUps, trials, GAP);
  }

  /** How people call it. */
  public String name() {
    return String.format(Locale.ROOT, "latency: %s, %,d events/s beside", system, eventsPerSecond);
  }
}
