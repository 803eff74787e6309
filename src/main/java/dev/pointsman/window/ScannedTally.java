package dev.pointsman.window;

import dev.pointsman.event.Labels;

/** An aggregate that is computed from all readings of the window when it is asked for. */
final class ScannedTally extends Tally {
  private double value;
  private boolean isComputed;

  ScannedTally(ConditionWindow window, Ring ring, Labels labels) {
    super(window, ring, labels);
  }

  @Override
  double value() {
    if (!isComputed) {
      value = window().isPooled() ? window().pooledValue(this) : scan();
      isComputed = true;
    }
    return value;
  }

  private double scan() {
    return Aggregation.value(condition(), this);
  }

  @Override
  void added(int index) {
    isComputed = false;
  }

  @Override
  void removing(int index) {
    isComputed = false;
  }
}
