package dev.pointsman.window;

/**
 * A sum of terms that come and go: two bounds, between which the present terms come out if they are
 * added one after another, in whatever order. Each addition of doubles is off by at most half a
 * unit in the last place of its result (IEEE 754), so all of them together by so many times that of
 * the largest sum that there can have been (N. Higham, Accuracy and Stability of Numerical
 * Algorithms, chapter 4). Mutable, for one thread.
 */
final class RunningSum {

  /** Multiples of it that are less than {@link #EXACT} together are added without rounding. */
  private static final double GRAIN = 0x1p-20;

  private static final double EXACT = 0x1p53 * GRAIN;

  /** Four times what the rounding of one addition is of its result: this is rounded too. */
  private static final double ROUNDING = 0x1p-51;

  /** Far from where a sum may be infinite. */
  private static final double LARGEST = 0x1p1000;

  private double sum;

  /** Of the terms without their signs, and the largest that this ever was. */
  private double magnitude;

  private double peak;
  private boolean isExact = true;
  private int terms;
  private long steps;

  void add(double term) {
    terms++;
    step(term, Math.abs(term));
  }

  /** Takes a term away that was added. */
  void remove(double term) {
    terms--;
    step(-term, -Math.abs(term));
  }

  private void step(double change, double more) {
    steps++;
    sum += change;
    magnitude += more;
    peak = Math.max(peak, magnitude);
    double grains = change / GRAIN;
    isExact &= peak < EXACT && grains == Math.rint(grains);
    if (terms == 0) {
      clear();
    }
  }

  /** Forgets all terms. */
  void clear() {
    sum = 0;
    magnitude = 0;
    peak = 0;
    isExact = true;
    terms = 0;
    steps = 0;
  }

  /** Whether to add the present terms up anew costs no more than there were steps since. */
  boolean isStale() {
    return !isExact && steps > 2 * terms + 16;
  }

  /** No sum of the terms comes out less. */
  double low() {
    return peak < LARGEST ? sum - error() : Double.NEGATIVE_INFINITY;
  }

  /** No sum of the terms comes out larger. */
  double high() {
    return peak < LARGEST ? sum + error() : Double.POSITIVE_INFINITY;
  }

  private double error() {
    return isExact ? 0 : (4.0 + terms + steps) * ROUNDING * peak;
  }
}
