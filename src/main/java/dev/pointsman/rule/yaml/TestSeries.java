package dev.pointsman.rule.yaml;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The series of one test, and the events that they are; each value is an event of its own. */
final class TestSeries {

  private record Series(String metric, Labels labels) {}

  private final long intervalMillis;
  private final Set<Series> seen = new HashSet<>();
  private final Map<Long, List<Event>> eventsByTime = new TreeMap<>();
  private long endMillis;

  TestSeries(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  /**
   * Adds a series.
   *
   * @param text such as {@code up{job="a"}}
   * @param steps values, null where one is missing
   * @throws PrometheusText.SyntaxException where the text is not one
   * @throws IllegalArgumentException where it cannot be added for another reason
   */
  void add(String text, List<@Nullable Double> steps) {
    Series series = parse(text);
    if (!seen.add(series)) {
      throw new IllegalArgumentException("the series " + text + " stands twice");
    }
    for (int i = 0; i < steps.size(); i++) {
      long time = time(i);
      endMillis = Math.max(endMillis, time);
      Double value = steps.get(i);
      if (value != null) {
        var measurement = new Measurement(series.metric(), value);
        eventsByTime
            .computeIfAbsent(time, each -> new ArrayList<>())
            .add(new Event(series.labels(), time, List.of(measurement)));
      }
    }
  }

  private long time(int step) {
    try {
      return Math.multiplyExact(intervalMillis, (long) step);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the series ends later than time can be told", e);
    }
  }

  private static Series parse(String text) {
    var reader = new PrometheusText(text);
    String metric = reader.metric();
    Map<String, String> labels = new TreeMap<>();
    if (reader.take("{")) {
      while (!reader.take("}")) {
        String label = reader.label();
        reader.expect("=");
        if (labels.put(label, reader.string()) != null) {
          throw new IllegalArgumentException("label " + label + " stands twice");
        }
        if (!reader.take(",")) {
          reader.expect("}");
          break;
        }
      }
    }
    reader.expectEnd();
    return new Series(metric, Labels.of(labels));
  }

  /** By time, and at one time in the order in which the series were added. */
  List<Event> events() {
    return eventsByTime.values().stream().flatMap(List::stream).toList();
  }

  /** The time of the last step of the longest series, be it a missing one. */
  long endMillis() {
    return endMillis;
  }
}
