package dev.pointsman.reference;

import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who is to say what an example comes to: the reference and the engine, which must agree. */
enum Judge {
  REFERENCE {
    @Override
    List<Transition> run(Scenario scenario) {
      return ReferenceEngine.run(scenario);
    }
  },
  ENGINE {
    @Override
    List<Transition> run(Scenario scenario) {
      return EngineRun.run(scenario);
    }
  };

  private static final long EPOCH = 1_700_000_000_000L;

  abstract List<Transition> run(Scenario scenario);

  /** The transitions of one rule in short: {@code "30 firing 5.0"} is at 30 s with value 5. */
  List<String> says(RuleDraft rule, String events) {
    return transitions(rule, events).stream().map(Judge::brief).toList();
  }

  List<Transition> transitions(RuleDraft rule, String events) {
    return run(new Scenario(List.of(rule.named("example")), events(events)));
  }

  static String brief(Transition transition) {
    return seconds(transition.at()) + " " + transition.state().text() + " " + transition.value();
  }

  /** {@code "a@10=1 b@20=0"}: what was used, in the order of {@link Transition#evidence()}. */
  static List<String> evidence(Transition transition) {
    return transition.evidence().stream()
        .map(
            each ->
                each.labels().getOrEmpty("instance")
                    + "@"
                    + seconds(each.timestamp())
                    + "="
                    + each.value())
        .toList();
  }

  static String seconds(long timestamp) {
    long millis = timestamp - EPOCH;
    return millis % 1000 == 0 ? "" + millis / 1000 : "" + millis / 1000.0;
  }

  /**
   * Events in the order of arrival, each {@code series@seconds=value} for the metric {@code load}
   * or {@code series@seconds=metric:value,metric:value}. The series {@code a/z1} is instance a in
   * zone z1; all are of job j.
   */
  static List<Event> events(String text) {
    return Stream.of(text.trim().split("\\s+", -1)).map(Judge::event).toList();
  }

  private static Event event(String text) {
    int at = text.indexOf('@');
    int equals = text.indexOf('=');
    var labels = new TreeMap<String, String>();
    labels.put("job", "j");
    String[] series = text.substring(0, at).split("/", 2);
    labels.put("instance", series[0]);
    if (series.length == 2) {
      labels.put("zone", series[1]);
    }
    var measurements = new ArrayList<Measurement>();
    for (String each : text.substring(equals + 1).split(",", -1)) {
      int colon = each.indexOf(':');
      measurements.add(
          new Measurement(
              colon < 0 ? "load" : each.substring(0, colon),
              Double.parseDouble(each.substring(colon + 1))));
    }
    long timestamp = EPOCH + Math.round(1000 * Double.parseDouble(text.substring(at + 1, equals)));
    return new Event(Labels.of(labels), timestamp, measurements);
  }
}
