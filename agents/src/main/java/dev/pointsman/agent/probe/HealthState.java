package dev.pointsman.agent.probe;

import org.jspecify.annotations.Nullable;

/** Whether a target counts as healthy: it changes only once enough runs in a row say so. */
final class HealthState {

  private final Thresholds thresholds;
  private int streak;
  private boolean streakIsUp;
  private @Nullable Boolean healthy;

  HealthState(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /** The state after one more run; null as long as no threshold was ever reached. */
  @Nullable Boolean after(boolean up) {
    streak = up == streakIsUp ? Math.min(streak + 1, Integer.MAX_VALUE - 1) : 1;
    streakIsUp = up;
    if (streak >= (up ? thresholds.healthy() : thresholds.unhealthy())) {
      healthy = up;
    }
    return healthy;
  }
}
