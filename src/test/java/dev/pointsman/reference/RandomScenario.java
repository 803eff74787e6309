package dev.pointsman.reference;

import dev.pointsman.rule.AlertRule;
import java.util.ArrayList;
import java.util.List;

/** A few rules and a short trace that concerns them, all of it from one seed. */
final class RandomScenario {

  private RandomScenario() {}

  static Scenario of(long seed) {
    var dice = new Dice(seed);
    List<Source> sources =
        dice.oneOf(Source.FAMILIES).stream().map(each -> each.narrowed(dice)).toList();
    long stepMillis = dice.oneOf(1L, 10L, 1_000L, 30_000L);
    var randomRules = new RandomRules(dice, sources, stepMillis);
    var rules = new ArrayList<AlertRule>();
    for (int i = dice.between(1, 3); i > 0; i--) {
      rules.add(randomRules.next());
    }
    return new Scenario(rules, new RandomTrace(dice, sources, stepMillis).events());
  }
}
