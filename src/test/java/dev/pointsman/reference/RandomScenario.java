package dev.pointsman.reference;

import dev.pointsman.event.Event;
import dev.pointsman.rule.AlertRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A few rules and a short trace that concerns them, all of it from one seed. Rule files can say the
 * rules, and events the trace.
 */
public final class RandomScenario {

  private RandomScenario() {}

  /** The same for the same seed. */
  public static Scenario of(long seed) {
    Scenario both = withChangingRules(seed);
    return new Scenario(
        both.rules(), Stream.of(both.events(), both.laterEvents()).flatMap(List::stream).toList());
  }

  /** The same rules and events, but on the way the rules change. */
  static Scenario withChangingRules(long seed) {
    var dice = new Dice(seed);
    List<Source> sources =
        dice.oneOf(Source.FAMILIES).stream().map(each -> each.narrowed(dice)).toList();
    return withChangingRules(dice, sources, 1, null);
  }

  /** One group of many series, through which the rules change too. */
  static Scenario ofManySeries(long seed) {
    var dice = new Dice(seed);
    int instances = dice.between(15, 25);
    List<Source> fleet = List.of(Source.fleet(instances));
    return withChangingRules(dice, fleet, instances, dice.between(100, 500));
  }

  /** A few series that go on for long, so that much may wait to be told. */
  static Scenario ofLongStories(long seed) {
    var dice = new Dice(seed);
    List<Source> sources =
        dice.oneOf(Source.FAMILIES).stream().map(each -> each.narrowed(dice)).toList();
    return withChangingRules(dice, sources, 1, dice.between(100, 300));
  }

  /**
   * Rules, events, and other rules from one of them on.
   *
   * @param turns how many events it takes until a series has its turn again
   * @param length how many events; null for few
   */
  private static Scenario withChangingRules(
      Dice dice, List<Source> sources, int turns, @Nullable Integer length) {
    long stepMillis = dice.oneOf(1L, 10L, 1_000L, 30_000L);
    RandomRules randomRules =
        turns > 1 && dice.chance(0.5)
            ? RandomRules.ofFleet(dice, sources.get(0), stepMillis * turns)
            : new RandomRules(dice, sources, stepMillis * turns);
    var rules = new ArrayList<AlertRule>();
    for (int i = dice.between(1, 3); i > 0; i--) {
      rules.add(randomRules.next());
    }
    var trace = new RandomTrace(dice, sources, stepMillis, turns);
    List<Event> events = length == null ? trace.events() : trace.events(length);
    var changed = new ArrayList<AlertRule>();
    for (AlertRule rule : rules) {
      if (!dice.chance(0.2)) {
        changed.add(dice.chance(0.2) ? rule : randomRules.changed(rule));
      }
    }
    if (dice.chance(0.2)) {
      changed.add(randomRules.next());
    }
    int change = dice.between(0, events.size());
    return new Scenario(
        rules, events.subList(0, change), changed, events.subList(change, events.size()));
  }
}
