package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;

/**
 * A sum, or what follows from one: kept up with each reading that comes or goes, and added up from
 * the readings only where it is as near to the threshold as roundings may make it, and when it is
 * asked for, as it is for a transition.
 */
final class SumTally extends Tally {

  private final RunningSum sum = new RunningSum();

  /** Whether it is of the rises from one reading to the next of the same series. */
  private final boolean isOfRises;

  SumTally(ConditionWindow window, Ring ring, Labels labels) {
    super(window, ring, labels);
    Aggregate aggregate = condition().aggregate();
    isOfRises = aggregate == Aggregate.INCREASE || aggregate == Aggregate.RATE;
    addUp();
  }

  private void addUp() {
    sum.clear();
    for (int i = from(); i < ring().size(); i++) {
      if (isOfRises) {
        Place here = place(i);
        if (here.hasNext()) {
          sum.add(here.riseToNext());
        }
      } else {
        sum.add(ring().value(i));
      }
    }
  }

  @Override
  double value() {
    if (!isOfRises) {
      return result(Aggregation.sum(this));
    }
    return result(window().isPooled() ? window().pooledIncrease() : Aggregation.increase(this));
  }

  @Override
  boolean judge() {
    if (sum.isStale()) {
      addUp();
    }
    Bound bound = condition().bound();
    double low = result(sum.low());
    double high = result(sum.high());
    boolean isClear = low == high || bound.threshold() < low || bound.threshold() > high;
    return bound.holds(isClear ? low : value());
  }

  /** What a sum comes to: never less than what a smaller one does. */
  private double result(double of) {
    double finite = Aggregation.finite(of);
    return switch (condition().aggregate()) {
      case AVG -> finite / size();
      case RATE -> Aggregation.rate(finite, condition().windowMillis());
      default -> finite;
    };
  }

  @Override
  void added(int index) {
    if (!isOfRises) {
      sum.add(ring().value(index));
      return;
    }
    Place here = place(index);
    if (here.hasPrevious() && here.hasNext()) {
      sum.remove(Aggregation.rise(here.value(-1), here.value(1)));
    }
    if (here.hasPrevious()) {
      sum.add(Aggregation.rise(here.value(-1), here.value(0)));
    }
    if (here.hasNext()) {
      sum.add(here.riseToNext());
    }
  }

  @Override
  void removing(int index) {
    if (!isOfRises) {
      sum.remove(ring().value(index));
      return;
    }
    Place here = place(index);
    if (here.hasNext()) {
      sum.remove(here.riseToNext());
    }
  }

  private Place place(int index) {
    if (ring() instanceof Pool pool) {
      Ring series = pool.series(index);
      return new Place(series, series.find(pool.timestamp(index)), window().boundary());
    }
    return new Place(ring(), index, window().boundary());
  }

  /** A reading among those of its series. */
  private record Place(Ring series, int index, long boundary) {

    boolean hasPrevious() {
      return index > 0 && series.timestamp(index - 1) > boundary;
    }

    boolean hasNext() {
      return index < series.size() - 1;
    }

    double value(int distance) {
      return series.value(index + distance);
    }

    double riseToNext() {
      return Aggregation.rise(value(0), value(1));
    }
  }
}
