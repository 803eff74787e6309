package dev.pointsman.window;

import dev.pointsman.event.Labels;

/** The newest value. */
final class LastTally extends Tally {

  LastTally(ConditionWindow window, Ring ring, Labels labels) {
    super(window, ring, labels);
  }

  @Override
  double value() {
    return ring().value(ring().size() - 1);
  }

  @Override
  void added(int index) {
    // nothing is kept of it
  }

  @Override
  void removing(int index) {
    // nothing is kept of it
  }
}
