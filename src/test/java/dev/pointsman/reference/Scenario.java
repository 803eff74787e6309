package dev.pointsman.reference;

import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.event.Event;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rules and the events that they are given, in the order of arrival; then the rules change, once,
 * if there are later events.
 */
public record Scenario(
    List<AlertRule> rules,
    List<Event> events,
    List<AlertRule> changedRules,
    List<Event> laterEvents) {

  public Scenario {
    rules = List.copyOf(rules);
    events = List.copyOf(events);
    changedRules = List.copyOf(changedRules);
    laterEvents = List.copyOf(laterEvents);
  }

  Scenario(List<AlertRule> rules, List<Event> events) {
    this(rules, events, List.of(), List.of());
  }

  /** The rules that are live at first. */
  public RuleSet ruleSet() {
    return RuleSet.of(rules);
  }

  RuleSet changedRuleSet() {
    return RuleSet.of(changedRules);
  }

  Scenario withRules(List<AlertRule> others) {
    return new Scenario(others, events, changedRules, laterEvents);
  }

  Scenario withEvents(List<Event> others) {
    return new Scenario(rules, others, changedRules, laterEvents);
  }

  Scenario withChangedRules(List<AlertRule> others) {
    return new Scenario(rules, events, others, laterEvents);
  }

  Scenario withLaterEvents(List<Event> others) {
    return new Scenario(rules, events, changedRules, others);
  }

  /** For a person who has to understand a failure. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    describe(rules, events, text);
    if (!laterEvents.isEmpty()) {
      text.append("then\n");
      describe(changedRules, laterEvents, text);
    }
    return text.toString();
  }

  private static void describe(List<AlertRule> rules, List<Event> events, StringBuilder text) {
    for (AlertRule rule : rules) {
      text.append("rule ").append(rule.name());
      text.append(" by ").append(rule.by()).append(" when ").append(rule.when().text());
      text.append(' ').append(rule.hold()).append(' ').append(rule.noData()).append('\n');
      rule.conditions().forEach(each -> text.append("  ").append(each).append('\n'));
    }
    for (Event event : events) {
      text.append(event.timestamp()).append(' ').append(event.labels());
      text.append(' ').append(event.measurements()).append('\n');
    }
  }

  static String text(List<Transition> transitions) {
    var text = new StringBuilder();
    transitions.forEach(
        each ->
            text.append(new String(TransitionJson.write(each), StandardCharsets.UTF_8))
                .append('\n'));
    return text.toString();
  }
}
