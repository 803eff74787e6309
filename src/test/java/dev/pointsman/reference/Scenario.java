package dev.pointsman.reference;

import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.event.Event;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rules and the events that they are given, in the order of arrival. */
record Scenario(List<AlertRule> rules, List<Event> events) {

  Scenario {
    rules = List.copyOf(rules);
    events = List.copyOf(events);
  }

  RuleSet ruleSet() {
    return RuleSet.of(rules);
  }

  Scenario withEvents(List<Event> others) {
    return new Scenario(rules, others);
  }

  /** For a person who has to understand a failure. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    rules.forEach(
        rule -> {
          text.append("rule ").append(rule.name());
          text.append(" by ").append(rule.by()).append(" when ").append(rule.when().text());
          text.append(' ').append(rule.hold()).append(' ').append(rule.noData()).append('\n');
          rule.conditions().forEach(each -> text.append("  ").append(each).append('\n'));
        });
    events.forEach(
        event ->
            text.append(event.timestamp())
                .append(' ')
                .append(event.labels())
                .append(' ')
                .append(event.measurements())
                .append('\n'));
    return text.toString();
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
