package dev.pointsman.reference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A kind of sender: its labels with the few values they take, and what its events measure.
 *
 * @param labels values by name; the empty one means that the label is absent
 * @param metrics values by name
 */
record Source(Map<String, List<String>> labels, Map<String, List<Double>> metrics) {

  static final Source HEALTH =
      new Source(
          Map.of(
              "check", List.of("api", "db"),
              "target", List.of("a", "b"),
              "region", List.of("us-east-1", "us-west-2"),
              "observer", List.of("o1", "o2", "o3", "")),
          Map.of(
              "health_check", List.of(0.0, 1.0),
              "health_check_latency_ms", List.of(50.0, 100.0, 200.0, 500.5)));

  static final Source LAG =
      new Source(
          Map.of(
              "cluster", List.of("c1", "c2"),
              "replica", List.of("r1", "r2", "r3"),
              "region", List.of("us-east-1", "us-west-2")),
          Map.of(
              "replication_lag", List.of(0.0, 500.0, 1000.0, 1500.0, 2000.0),
              "replication_lag_bytes", List.of(0.0, 1024.0, 4096.0)));

  static final Source GAUGE =
      new Source(
          Map.of("service", List.of("s1", "s2"), "instance", List.of("i1", "i2", "i3", "")),
          Map.of("queue_depth", List.of(-1.5, 0.0, 0.1, 0.2, 1.0, 2.5)));

  /** Mostly rising, sometimes starting again: increases and rates are made of this. */
  static final Source COUNTER =
      new Source(
          Map.of("service", List.of("s1", "s2"), "instance", List.of("i1", "i2", "i3", "")),
          Map.of("requests_total", List.of(0.0, 1.0, 2.0, 5.0, 7.0, 10.0, 12.0, 20.0)));

  /** Sources whose readings a rule may judge together: they share a label. */
  static final List<List<Source>> FAMILIES =
      List.of(
          List.of(HEALTH),
          List.of(LAG),
          List.of(GAUGE),
          List.of(COUNTER),
          List.of(GAUGE, COUNTER),
          List.of(HEALTH, LAG));

  /** From 17 instances on, a group of all is not looked at one by one. */
  static Source fleet(int instances) {
    return new Source(
        Map.of(
            "service",
            List.of("s1"),
            "zone",
            List.of("z1"),
            "instance",
            IntStream.range(0, instances).mapToObj(each -> "i" + each).toList()),
        Map.of(
            // Mostly nothing: else there is always one of them that makes a condition hold.
            "queue_depth", List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0),
            "requests_total", List.of(0.0, 1.0, 2.0, 5.0)));
  }

  /** This source with fewer label values, so that its readings meet in fewer groups. */
  Source narrowed(Dice dice) {
    var fewer = new TreeMap<String, List<String>>();
    for (String name : labelNames()) {
      fewer.put(name, dice.someOf(labelValues(name), dice.between(1, 3)));
    }
    return new Source(fewer, metrics);
  }

  List<String> labelNames() {
    return labels.keySet().stream().sorted().toList();
  }

  List<String> metricNames() {
    return metrics.keySet().stream().sorted().toList();
  }

  List<String> labelValues(String name) {
    return labels.getOrDefault(name, List.of());
  }

  List<Double> values(String metric) {
    return metrics.getOrDefault(metric, List.of());
  }
}
