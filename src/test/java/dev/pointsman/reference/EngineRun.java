package dev.pointsman.reference;

import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.rule.RuleSet;
import java.util.List;

/** The engine in memory. */
final class EngineRun {

  private EngineRun() {}

  static List<Transition> run(RuleSet rules, List<Event> events) {
    return ReferenceEngine.run(rules, events);
  }
}
