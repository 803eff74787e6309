package dev.pointsman.window;

import dev.pointsman.event.Labels;

/** One series of a pool: passes its readings on, and is itself no part of the verdict. */
final class MemberTally extends Tally {

  MemberTally(ConditionWindow window, Ring ring, Labels labels) {
    super(window, ring, labels);
  }

  @Override
  double value() {
    throw new IllegalStateException("a member of a pool is not judged by itself");
  }

  @Override
  void added(int index) {
    window().pool(ring().timestamp(index), ring().value(index), this);
  }

  @Override
  void removing(int index) {
    // the pool lets go of it by itself
  }
}
