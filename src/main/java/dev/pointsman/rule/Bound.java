package dev.pointsman.rule;

/**
 * A comparison with the number it compares to, such as {@code > 1000}.
 *
 * @param threshold finite, in the metric's unit
 */
public record Bound(Comparison comparison, double threshold) {

  public Bound {
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException("a threshold must be finite, not " + threshold);
    }
  }

  public boolean holds(double value) {
    return comparison.holds(value, threshold);
  }

  @Override
  public String toString() {
    return comparison.symbol() + " " + threshold;
  }
}
