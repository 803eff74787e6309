package dev.pointsman.reference;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Events as a careless world sends them: mostly in time order, with repeats, contradictions, late
 * ones, gaps, and timestamps on and beside the edges of windows.
 */
final class RandomTrace {

  private static final long START = 1_700_000_000_000L;

  private final Dice dice;
  private final List<Source> sources;
  private final long stepMillis;

  /** How long it takes until a series has its turn again, about; what is late is late by some. */
  private final long turnMillis;

  /** How often a series' next value is another; low makes runs, high makes noise. */
  private final double restlessness;

  /** How often an event is not simply the next. */
  private final double disorder;

  private final Map<Labels, Map<String, Double>> lastValues = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private long now = START;

  RandomTrace(Dice dice, List<Source> sources, long stepMillis, int turns) {
    this.dice = dice;
    this.sources = sources;
    this.stepMillis = stepMillis;
    this.turnMillis = stepMillis * turns;
    this.restlessness = dice.oneOf(0.1, 0.3, 0.7);
    this.disorder = dice.oneOf(0.0, 0.1, 0.4);
  }

  List<Event> events() {
    return events(dice.oneOf(dice.between(2, 10), dice.between(10, 30), dice.between(30, 60)));
  }

  List<Event> events(int length) {
    while (events.size() < length) {
      events.add(dice.chance(disorder) && !events.isEmpty() ? outOfLine() : next());
    }
    return List.copyOf(events);
  }

  private Event next() {
    now += stepMillis * dice.oneOf(0, 0, 1, 1, 1, 1, 2, 3);
    if (dice.chance(0.03)) {
      now += turnMillis * dice.between(5, 40);
    }
    return fresh(now);
  }

  private Event outOfLine() {
    Event earlier = dice.oneOf(events);
    return switch (dice.between(0, 4)) {
      case 0 -> earlier;
      case 1 -> new Event(earlier.labels(), earlier.timestamp(), measurements(earlier.labels()));
      case 2 -> fresh(now - turnMillis * dice.between(1, 6));
      case 3 -> fresh(now - turnMillis * dice.between(6, 40));
      default -> fresh(now + dice.oneOf(-1, 1));
    };
  }

  private Event fresh(long timestamp) {
    Source source = dice.oneOf(sources);
    var labels = new TreeMap<String, String>();
    for (String name : source.labelNames()) {
      String value = dice.oneOf(source.labelValues(name));
      if (!value.isEmpty()) {
        labels.put(name, value);
      }
    }
    Labels series = Labels.of(labels);
    lastValues.computeIfAbsent(series, key -> firstValues(source));
    return new Event(series, timestamp, measurements(series));
  }

  private Map<String, Double> firstValues(Source source) {
    var values = new TreeMap<String, Double>();
    source.metricNames().forEach(metric -> values.put(metric, dice.oneOf(source.values(metric))));
    return values;
  }

  /** At least one of what the series measures, mostly all. */
  private List<Measurement> measurements(Labels series) {
    Map<String, Double> values = lastValues.getOrDefault(series, Map.of());
    List<String> metrics = List.copyOf(values.keySet());
    int count = dice.chance(0.8) ? metrics.size() : dice.between(1, metrics.size());
    var measurements = new ArrayList<Measurement>();
    for (String metric : dice.someOf(metrics, count)) {
      double value = values.getOrDefault(metric, 0.0);
      if (dice.chance(restlessness)) {
        value = another(metric, value);
        values.put(metric, value);
      }
      measurements.add(new Measurement(metric, value));
    }
    return measurements;
  }

  private double another(String metric, double value) {
    if (Source.COUNTER.metricNames().contains(metric) && dice.chance(0.85)) {
      return value + dice.between(1, 4);
    }
    return dice.oneOf(sources.stream().flatMap(source -> source.values(metric).stream()).toList());
  }
}
