package dev.pointsman.reference;

import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the contract's text says that rules make of events: every reading is kept for good and every
 * verdict is computed anew, so that nothing has to be remembered rightly. Its fingerprints are the
 * rule's name and the group as text.
 */
public final class ReferenceEngine {

  static final Comparator<Transition> OUTPUT_ORDER =
      Comparator.comparingLong(Transition::at)
          .thenComparing(Transition::alert)
          .thenComparing(Transition::labels);

  private record GroupKey(String rule, Labels by) {}

  private RuleSet rules;
  private final Map<GroupKey, ReferenceGroup> groups = new LinkedHashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private long clock = Long.MIN_VALUE;

  private ReferenceEngine(RuleSet rules) {
    this.rules = rules;
  }

  /** The transitions of a replay, in the order of the output. */
  public static List<Transition> run(Scenario scenario) {
    var engine = new ReferenceEngine(scenario.ruleSet());
    scenario.events().forEach(engine::takeIn);
    if (!scenario.laterEvents().isEmpty()) {
      engine.changeTo(scenario.changedRuleSet());
    }
    scenario.laterEvents().forEach(engine::takeIn);
    return engine.transitions.stream().sorted(OUTPUT_ORDER).toList();
  }

  /** A rule that groups otherwise than before is another rule. */
  private void changeTo(RuleSet changed) {
    groups
        .entrySet()
        .removeIf(
            entry -> {
              AlertRule live = changed.get(entry.getKey().rule());
              if (live != null && live.by().equals(entry.getValue().rule().by())) {
                entry.setValue(entry.getValue().under(live));
                return false;
              }
              entry.getValue().close(clock);
              return true;
            });
    rules = changed;
  }

  private void takeIn(Event event) {
    for (AlertRule rule : rules.rules()) {
      Labels by = ReferenceSelection.group(rule.by(), event.labels());
      if (by != null && isSelected(rule, event)) {
        groups
            .computeIfAbsent(
                new GroupKey(rule.name(), by),
                key -> new ReferenceGroup(rule, by, event.timestamp(), transitions::add))
            .takeIn(event);
      }
    }
    clock = Math.max(clock, event.timestamp());
    for (ReferenceGroup group : groups.values()) {
      if (group.deadline() <= clock) {
        group.fallSilent();
      }
    }
  }

  private static boolean isSelected(AlertRule rule, Event event) {
    return rule.conditions().stream()
        .anyMatch(
            condition ->
                event.readings().stream()
                    .anyMatch(each -> ReferenceSelection.selects(condition, each)));
  }
}
