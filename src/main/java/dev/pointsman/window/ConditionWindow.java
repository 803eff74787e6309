package dev.pointsman.window;

import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one condition remembers of one group, and its verdict: the same whatever order the readings
 * came in, as long as none was late. Mutable, for one thread.
 */
public final class ConditionWindow {

  /** The oldest first, and of the same time by their labels. */
  private static final Comparator<Reading> IN_TIME =
      Comparator.comparingLong(Reading::timestamp).thenComparing(Reading::labels);

  /** In the order in which they came, so that equal histories have equal bytes. */
  private final Map<Labels, SeriesWindow> series;

  /** The run of the pooled readings, as it stood after the newest that has left the window. */
  private Run pooledPast;

  public ConditionWindow() {
    this(new LinkedHashMap<>(), new Run());
  }

  ConditionWindow(Map<Labels, SeriesWindow> series, Run pooledPast) {
    this.series = series;
    this.pooledPast = pooledPast;
  }

  /** A copy that shares nothing that changes. */
  public ConditionWindow(ConditionWindow other) {
    series = new LinkedHashMap<>(Math.max(4, other.series.size() * 2));
    other.series.forEach((labels, window) -> series.put(labels, new SeriesWindow(window)));
    pooledPast = new Run(other.pooledPast);
  }

  Collection<SeriesWindow> series() {
    return series.values();
  }

  Run pooledPast() {
    return pooledPast;
  }

  /** Takes in a reading that is not late. */
  public Intake add(Labels labels, long timestamp, double value) {
    boolean isNew = series.computeIfAbsent(labels, SeriesWindow::new).add(timestamp, value);
    return isNew ? Intake.NEW : Intake.DUPLICATE;
  }

  /** Forgets what {@code every} knew of the readings from before the window. */
  public void forgetPast() {
    pooledPast = new Run();
    series.values().forEach(SeriesWindow::forgetPast);
  }

  /**
   * Judges by another bound what {@code every} still knows of the readings from before the window:
   * of each series, or of the pool, the newest. An alert that was sustained by it is still.
   */
  public void judgePastBy(Bound bound) {
    pooledPast = pooledPast.under(bound);
    series.values().forEach(each -> each.judgePastBy(bound));
  }

  /**
   * Lets go of what is no longer in {@code (t - window, t]}.
   *
   * @param t the group's time, in milliseconds since the epoch
   */
  public void expire(Condition condition, long t) {
    long boundary = t - condition.windowMillis();
    if (condition.aggregate() == Aggregate.EVERY && condition.per() == Scope.GROUP) {
      for (Reading reading : readings(condition, boundary, true)) {
        pooledPast.take(
            reading.timestamp(), reading.value(), condition.bound(), condition.windowMillis());
      }
      if (isOutOfReach(pooledPast, condition, boundary)) {
        pooledPast = new Run();
      }
    }
    boolean keepsRuns = condition.aggregate() == Aggregate.EVERY && condition.per() == Scope.SERIES;
    for (var all = series.values().iterator(); all.hasNext(); ) {
      SeriesWindow each = all.next();
      while (!each.isEmpty() && each.timestamp(0) <= boundary) {
        if (keepsRuns) {
          each.past()
              .take(each.timestamp(0), each.value(0), condition.bound(), condition.windowMillis());
        }
        each.removeOldest();
      }
      if (isOutOfReach(each.past(), condition, boundary)) {
        each.forgetPast();
      }
      if (each.isEmpty() && !each.past().hasBegun()) {
        all.remove();
      }
    }
  }

  /**
   * Every other reading, also one still to come, is newer than the boundary: the gap is a break.
   */
  private static boolean isOutOfReach(Run past, Condition condition, long boundary) {
    return past.hasBegun() && past.newest() <= boundary - condition.windowMillis();
  }

  /** The verdict over what the window holds; {@link #expire} it to the time of asking first. */
  public Verdict judge(Condition condition) {
    return condition.per() == Scope.SERIES ? judgeSeries(condition) : judgePool(condition);
  }

  private Verdict judgeSeries(Condition condition) {
    var extremeOfTrue = new Extreme(condition.bound().comparison());
    var extremeOfAll = new Extreme(condition.bound().comparison());
    Map<String, Set<String>> quorumValues = new HashMap<>();
    for (SeriesWindow each : series.values()) {
      if (each.isEmpty()) {
        continue;
      }
      double value = each.judge(condition).judgedValue();
      extremeOfAll.take(each.labels(), value);
      if (each.holds()) {
        extremeOfTrue.take(each.labels(), value);
        for (String label : condition.quorum().keySet()) {
          String witness = each.labels().get(label);
          if (witness != null) {
            quorumValues.computeIfAbsent(label, name -> new HashSet<>()).add(witness);
          }
        }
      }
    }
    boolean holds = extremeOfTrue.value() != null;
    for (var quorum : condition.quorum().entrySet()) {
      holds &= quorumValues.getOrDefault(quorum.getKey(), Set.of()).size() >= quorum.getValue();
    }
    return new Verdict(
        holds, extremeOfTrue.value() != null ? extremeOfTrue.value() : extremeOfAll.value());
  }

  private Verdict judgePool(Condition condition) {
    var pool = new Pool(readings(condition, Long.MAX_VALUE, true));
    if (pool.size() == 0) {
      return Verdict.EMPTY;
    }
    double value =
        switch (condition.aggregate()) {
          case INCREASE -> pooledIncrease();
          case RATE -> Aggregation.rate(pooledIncrease(), condition.windowMillis());
          default -> Aggregation.value(condition, pool);
        };
    return new Verdict(Aggregation.holds(condition, pool, value, pooledPast), value);
  }

  /** A counter's neighbours are of its own series: the pool's increase is the sum of theirs. */
  private double pooledIncrease() {
    double sum = 0;
    for (Labels labels : series.keySet().stream().sorted().toList()) {
      SeriesWindow each = series.get(labels);
      if (each != null) {
        sum = Aggregation.finite(sum + Aggregation.increase(each));
      }
    }
    return sum;
  }

  /**
   * The readings in the window that decided a verdict, oldest first.
   *
   * @param holds the verdict: for a true one those of the series that make it true, for a false one
   *     all
   */
  public List<Reading> evidence(Condition condition, boolean holds) {
    return readings(condition, Long.MAX_VALUE, !holds);
  }

  private List<Reading> readings(Condition condition, long upTo, boolean ofAllSeries) {
    var readings = new ArrayList<Reading>();
    for (SeriesWindow each : series.values()) {
      if (ofAllSeries || condition.per() == Scope.GROUP || makesTrue(condition, each)) {
        for (int i = 0; i < each.size() && each.timestamp(i) <= upTo; i++) {
          readings.add(
              new Reading(condition.metric(), each.labels(), each.value(i), each.timestamp(i)));
        }
      }
    }
    readings.sort(IN_TIME);
    return readings;
  }

  private static boolean makesTrue(Condition condition, SeriesWindow each) {
    return !each.isEmpty() && each.judge(condition).holds();
  }

  /** The most extreme of the values taken, in the direction in which the comparison looks. */
  private static final class Extreme {
    private final Comparison comparison;
    private @Nullable Labels labels;
    private @Nullable Double value;

    Extreme(Comparison comparison) {
      this.comparison = comparison;
    }

    void take(Labels candidate, double candidateValue) {
      if (value == null
          || labels == null
          || switch (comparison) {
            case GREATER, GREATER_OR_EQUAL -> candidateValue > value;
            case LESS, LESS_OR_EQUAL -> candidateValue < value;
            case EQUAL, NOT_EQUAL -> candidate.compareTo(labels) < 0;
          }) {
        labels = candidate;
        value = candidateValue;
      }
    }

    @Nullable Double value() {
      return value;
    }
  }

  private record Pool(List<Reading> inTime) implements Readings {

    @Override
    public int size() {
      return inTime.size();
    }

    @Override
    public long timestamp(int index) {
      return inTime.get(index).timestamp();
    }

    @Override
    public double value(int index) {
      return inTime.get(index).value();
    }
  }
}
