package dev.pointsman.window;

import dev.pointsman.event.Labels;

/** Whether the newest readings satisfy the bound without a break, for long enough. */
final class EveryTally extends Tally {

  /** As it stood after the newest reading that has left the window. */
  private final Run past;

  /** As it stands after the newest reading. */
  private Run present;

  EveryTally(ConditionWindow window, Ring ring, Labels labels, Run past) {
    super(window, ring, labels);
    this.past = new Run(past);
    present = new Run(past);
    catchUp();
  }

  @Override
  public Run past() {
    return past;
  }

  @Override
  double value() {
    return ring().value(ring().size() - 1);
  }

  @Override
  boolean judge() {
    return present.isAlive() && present.newest() - present.start() >= condition().windowMillis();
  }

  @Override
  void added(int index) {
    if (index == from()) {
      present = new Run(past);
    }
    if (index == ring().size() - 1) {
      take(present, index);
      return;
    }
    present = new Run(past);
    for (int i = from(); i < ring().size(); i++) {
      take(present, i);
    }
  }

  @Override
  void removing(int index) {
    take(past, index);
  }

  private void take(Run run, int index) {
    run.take(
        ring().timestamp(index),
        ring().value(index),
        condition().bound(),
        condition().windowMillis());
  }

  /** A run ends where the gap to any reading still to come is longer than the window. */
  @Override
  boolean isAlive() {
    return super.isAlive()
        || (past.hasBegun() && !past.isOutOfReach(window().boundary(), condition()));
  }

  @Override
  long nextExpiry() {
    if (!isEmpty()) {
      return ring().timestamp(from());
    }
    if (!isAlive()) {
      return Long.MAX_VALUE;
    }
    long window = condition().windowMillis();
    return past.newest() > Long.MAX_VALUE - window ? Long.MAX_VALUE : past.newest() + window;
  }
}
