package dev.pointsman.reference;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one condition says at one time, computed anew from every reading it was ever given.
 *
 * @param value the one to report; null where the window is empty
 * @param deciding the readings in the window of the series that made it true, or left it false
 */
record ReferenceVerdict(boolean holds, @Nullable Double value, List<Reading> deciding) {

  static final Comparator<Reading> BY_TIME_THEN_LABELS =
      Comparator.comparingLong(Reading::timestamp).thenComparing(Reading::labels);

  /** A series, or the whole group pooled, that has readings in the window. */
  private record Subject(Labels labels, List<Reading> inWindow, double value, boolean holds) {}

  static ReferenceVerdict of(Condition condition, Collection<Reading> accepted, long t) {
    var subjects = new ArrayList<Subject>();
    histories(condition.per(), accepted)
        .forEach(
            (labels, history) -> {
              List<Reading> inWindow =
                  history.stream()
                      .filter(each -> each.timestamp() > t - condition.windowMillis())
                      .toList();
              if (!inWindow.isEmpty()) {
                subjects.add(subject(condition, labels, history, inWindow));
              }
            });
    List<Subject> trueOnes = subjects.stream().filter(Subject::holds).toList();
    boolean holds = !trueOnes.isEmpty() && hasQuorum(condition.quorum(), trueOnes);
    return new ReferenceVerdict(
        holds,
        reported(condition.bound().comparison(), trueOnes.isEmpty() ? subjects : trueOnes),
        (holds ? trueOnes : subjects).stream().flatMap(each -> each.inWindow().stream()).toList());
  }

  /** In label order, each in time order; for the group just one, under no labels. */
  private static Map<Labels, List<Reading>> histories(Scope per, Collection<Reading> accepted) {
    var histories = new TreeMap<Labels, List<Reading>>();
    accepted.stream()
        .sorted(BY_TIME_THEN_LABELS)
        .forEach(
            reading ->
                histories
                    .computeIfAbsent(
                        per == Scope.SERIES ? reading.labels() : Labels.EMPTY,
                        labels -> new ArrayList<>())
                    .add(reading));
    return histories;
  }

  private static Subject subject(
      Condition condition, Labels labels, List<Reading> history, List<Reading> inWindow) {
    double value = value(condition, inWindow);
    boolean holds =
        condition.aggregate() == Aggregate.EVERY
            ? isSustained(condition.bound(), condition.windowMillis(), history)
            : ReferenceSelection.holds(condition.bound(), value);
    return new Subject(labels, inWindow, value, holds);
  }

  private static double value(Condition condition, List<Reading> readings) {
    return switch (condition.aggregate()) {
      case COUNT ->
          readings.stream()
              .filter(each -> ReferenceSelection.holds(condition.where(), each.value()))
              .count();
      case MIN -> readings.stream().mapToDouble(Reading::value).min().orElseThrow();
      case MAX -> readings.stream().mapToDouble(Reading::value).max().orElseThrow();
      case AVG -> sum(readings) / readings.size();
      case SUM -> sum(readings);
      case LAST, EVERY -> newest(readings).value();
      case INCREASE -> increase(readings);
      case RATE -> increase(readings) / (condition.windowMillis() / 1000.0);
      case P50 -> nearestRank(50, readings);
      case P90 -> nearestRank(90, readings);
      case P95 -> nearestRank(95, readings);
      case P99 -> nearestRank(99, readings);
      case CONSECUTIVE -> consecutive(condition.where(), readings);
    };
  }

  private static Reading newest(List<Reading> readings) {
    return readings.get(readings.size() - 1);
  }

  private static double sum(List<Reading> readings) {
    double sum = 0;
    for (Reading reading : readings) {
      sum += reading.value();
    }
    return sum;
  }

  private static double increase(List<Reading> readings) {
    double sumOverSeries = 0;
    for (List<Reading> series : histories(Scope.SERIES, readings).values()) {
      double rise = 0;
      for (int i = 1; i < series.size(); i++) {
        double before = series.get(i - 1).value();
        double now = series.get(i).value();
        rise += now < before ? now : now - before;
      }
      sumOverSeries += rise;
    }
    return sumOverSeries;
  }

  /** The smallest value that at least {@code percent} of the values do not exceed. */
  private static double nearestRank(int percent, List<Reading> readings) {
    List<Double> sorted = readings.stream().map(Reading::value).sorted().toList();
    int rank = (percent * sorted.size() + 99) / 100;
    return sorted.get(rank - 1);
  }

  private static int consecutive(Bound where, List<Reading> readings) {
    int count = 0;
    while (count < readings.size()
        && ReferenceSelection.holds(where, readings.get(readings.size() - 1 - count).value())) {
      count++;
    }
    return count;
  }

  /** Whether the run that ends with the newest reading is at least a window long. */
  private static boolean isSustained(Bound bound, long windowMillis, List<Reading> history) {
    Reading newest = newest(history);
    if (!ReferenceSelection.holds(bound, newest.value())) {
      return false;
    }
    Reading first = newest;
    for (int i = history.size() - 2; i >= 0; i--) {
      Reading before = history.get(i);
      if (!ReferenceSelection.holds(bound, before.value())
          || first.timestamp() - before.timestamp() > windowMillis) {
        break;
      }
      first = before;
    }
    return newest.timestamp() - first.timestamp() >= windowMillis;
  }

  private static boolean hasQuorum(Map<String, Integer> quorum, List<Subject> trueOnes) {
    return quorum.entrySet().stream()
        .allMatch(
            entry ->
                trueOnes.stream()
                        .map(each -> each.labels().get(entry.getKey()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                    >= entry.getValue());
  }

  /** The most extreme of the subjects, which are in label order. */
  private static @Nullable Double reported(Comparison comparison, List<Subject> subjects) {
    Stream<Double> values = subjects.stream().map(Subject::value);
    return (switch (comparison) {
          case GREATER, GREATER_OR_EQUAL -> values.max(Comparator.naturalOrder());
          case LESS, LESS_OR_EQUAL -> values.min(Comparator.naturalOrder());
          case EQUAL, NOT_EQUAL -> values.findFirst();
        })
        .orElse(null);
  }
}
