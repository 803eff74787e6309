package dev.pointsman.rule.yaml;

import dev.pointsman.event.Event;
import java.util.List;

/**
 * One test of rules: what comes in, and the transitions that should come of it.
 *
 * @param events in the order in which they arrive, with times since the epoch, where it starts
 * @param expected in the order of the file
 * @param endMillis how far its clock runs, on which silence depends
 */
public record RuleTest(
    String name, List<Event> events, List<ExpectedTransition> expected, long endMillis) {

  public RuleTest {
    events = List.copyOf(events);
    expected = List.copyOf(expected);
  }
}
