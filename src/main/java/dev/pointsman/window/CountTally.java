package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Bound;

/** How many readings satisfy {@code where}. */
final class CountTally extends Tally {
  private final Bound where;
  private int count;

  CountTally(ConditionWindow window, Ring ring, Labels labels) {
    super(window, ring, labels);
    where = condition().where();
    catchUp();
  }

  @Override
  double value() {
    return count;
  }

  @Override
  void added(int index) {
    count += where.holds(ring().value(index)) ? 1 : 0;
  }

  @Override
  void removing(int index) {
    count -= where.holds(ring().value(index)) ? 1 : 0;
  }
}
