package dev.pointsman.rule;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Finds the groups of the live rules that an event concerns; immutable. */
public final class RuleIndex {

  private final RuleSet rules;
  private final boolean listens;
  private final Map<String, List<Demand>> byMetric = new HashMap<>();

  /** Of all conditions on one metric in the rules that group alike: which readings they want. */
  private record Demand(GroupBy by, List<Condition> conditions) {

    boolean wants(Labels labels) {
      for (Condition condition : conditions) {
        if (condition.selects(labels)) {
          return true;
        }
      }
      return false;
    }
  }

  public RuleIndex(RuleSet rules) {
    this.rules = rules;
    this.listens = rules.listens();
    Map<String, Map<GroupBy, List<Condition>>> demands = new HashMap<>();
    for (AlertRule rule : rules.rules()) {
      for (Condition condition : rule.conditions()) {
        demands
            .computeIfAbsent(condition.metric(), metric -> new LinkedHashMap<>())
            .computeIfAbsent(rule.by(), by -> new ArrayList<>())
            .add(condition);
      }
    }
    demands.forEach((metric, groupings) -> byMetric.put(metric, demandsOf(groupings)));
  }

  private static List<Demand> demandsOf(Map<GroupBy, List<Condition>> groupings) {
    var demands = new ArrayList<Demand>();
    groupings.forEach(
        (by, conditions) ->
            // One condition without matchers wants all that the others want.
            demands.add(
                new Demand(
                    by,
                    conditions.stream()
                        .filter(condition -> condition.match().isEmpty())
                        .findFirst()
                        .map(List::of)
                        .orElse(List.copyOf(conditions)))));
    return demands;
  }

  public RuleSet rules() {
    return rules;
  }

  /** Whether silence means something to one of the rules. */
  public boolean listens() {
    return listens;
  }

  /**
   * Tells each group that an event concerns, once per distinct grouping, with what the group's
   * rules want of the event.
   *
   * @return whether there was one
   */
  public boolean route(Event event, BiConsumer<GroupKey, Event> groups) {
    Map<GroupBy, List<Measurement>> wanted = null;
    for (Measurement measurement : event.measurements()) {
      for (Demand demand : byMetric.getOrDefault(measurement.metric(), List.of())) {
        if (demand.wants(event.labels())) {
          if (wanted == null) {
            wanted = new LinkedHashMap<>();
          }
          wanted.computeIfAbsent(demand.by(), by -> new ArrayList<>()).add(measurement);
        }
      }
    }
    if (wanted == null) {
      return false;
    }
    boolean routed = false;
    for (var entry : wanted.entrySet()) {
      Labels group = entry.getKey().group(event.labels());
      if (group != null) {
        routed = true;
        groups.accept(
            new GroupKey(entry.getKey().isEveryLabel(), group),
            new Event(event.labels(), event.timestamp(), entry.getValue()));
      }
    }
    return routed;
  }
}
