package dev.pointsman.window;

import dev.pointsman.event.Labels;
import java.util.HashMap;
import java.util.Map;

/** How many distinct values of some labels the true series have. */
final class Quorum {

  private final Map<String, Integer> needed;
  private final Map<String, Map<String, Integer>> seriesByValue = new HashMap<>();

  /**
   * Without any true series.
   *
   * @param needed per label, how many values there have to be
   */
  Quorum(Map<String, Integer> needed) {
    this.needed = needed;
  }

  /** So many more true series have these labels; one that lacks a label counts for no value. */
  void count(Labels labels, int more) {
    for (String label : needed.keySet()) {
      String value = labels.get(label);
      if (value != null) {
        seriesByValue
            .computeIfAbsent(label, name -> new HashMap<>())
            .merge(value, more, (before, added) -> before + added == 0 ? null : before + added);
      }
    }
  }

  boolean isReached() {
    for (var each : needed.entrySet()) {
      if (seriesByValue.getOrDefault(each.getKey(), Map.of()).size() < each.getValue()) {
        return false;
      }
    }
    return true;
  }
}
