package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Bound;

/**
 * The value of a certain rank: the smallest, the largest, a percentile. How many values are below
 * the threshold, and how many are equal to it, tells on which side of it that value is. The value
 * itself is looked for only when it is asked for, as it is for a transition.
 */
final class RankTally extends Tally {

  private final Bound bound;
  private int below;
  private int equal;

  RankTally(ConditionWindow window, Ring ring, Labels labels) {
    super(window, ring, labels);
    bound = condition().bound();
    catchUp();
  }

  @Override
  double value() {
    return Aggregation.ranked(condition().aggregate(), this);
  }

  @Override
  boolean judge() {
    int rank = Aggregation.rank(condition().aggregate(), size());
    int side = rank <= below ? -1 : rank <= below + equal ? 0 : 1;
    return bound.comparison().holds(side, 0);
  }

  @Override
  void added(int index) {
    count(ring().value(index), 1);
  }

  @Override
  void removing(int index) {
    count(ring().value(index), -1);
  }

  private void count(double value, int more) {
    if (value < bound.threshold()) {
      below += more;
    } else if (value == bound.threshold()) {
      equal += more;
    }
  }
}
