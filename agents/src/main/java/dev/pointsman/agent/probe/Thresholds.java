package dev.pointsman.agent.probe;

/**
 * How many runs in a row must say the same before it is believed.
 *
 * @param healthy runs that are up; at least 1
 * @param unhealthy runs that are down; at least 1
 */
public record Thresholds(int healthy, int unhealthy) {

  /** Every run is believed. */
  public static final Thresholds NONE = new Thresholds(1, 1);

  public Thresholds {
    if (healthy < 1 || unhealthy < 1) {
      throw new IllegalArgumentException("a threshold must be at least 1");
    }
  }
}
