package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Bound;

/** How many of the newest satisfy {@code where}. */
final class ConsecutiveTally extends Tally {
  private static final int NOWHERE = -1;

  private final Bound where;

  /** The place of the newest reading that does not satisfy it. */
  private int newestBreak = NOWHERE;

  ConsecutiveTally(ConditionWindow window, Ring ring, Labels labels) {
    super(window, ring, labels);
    where = condition().where();
    catchUp();
  }

  @Override
  double value() {
    return ring().size() - Math.max(from(), newestBreak + 1);
  }

  @Override
  void shifted(int place) {
    if (newestBreak >= place) {
      newestBreak++;
    }
  }

  @Override
  void added(int index) {
    if (index > newestBreak && !where.holds(ring().value(index))) {
      newestBreak = index;
    }
  }

  @Override
  void removing(int index) {
    // a break before the window breaks nothing
  }

  @Override
  void dropped(int count) {
    super.dropped(count);
    newestBreak = Math.max(NOWHERE, newestBreak - count);
  }
}
