package dev.pointsman.rule;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Finds the groups of the live rules that an event concerns; immutable. */
public final class RuleIndex {

  private final RuleSet rules;
  private final boolean listens;

  /** Which groupings want a reading. */
  private final ConditionIndex<GroupBy> groupings;

  public RuleIndex(RuleSet rules) {
    this.rules = rules;
    this.listens = rules.listens();
    var entries = new ArrayList<ConditionIndex.Entry<GroupBy>>();
    for (AlertRule rule : rules.rules()) {
      for (Condition condition : rule.conditions()) {
        entries.add(new ConditionIndex.Entry<>(condition, rule.by()));
      }
    }
    this.groupings = new ConditionIndex<>(entries);
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
      for (GroupBy by : groupings.find(measurement.metric(), event.labels())) {
        if (wanted == null) {
          wanted = new LinkedHashMap<>();
        }
        wanted.computeIfAbsent(by, each -> new ArrayList<>()).add(measurement);
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
