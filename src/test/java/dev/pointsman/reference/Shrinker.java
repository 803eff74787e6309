package dev.pointsman.reference;

import dev.pointsman.rule.AlertRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes a failing scenario small: what can go while it still fails, goes. */
final class Shrinker {

  private Shrinker() {}

  /** A scenario that still fails and that no single removal makes smaller. */
  static Scenario shrink(Scenario failing, Predicate<Scenario> fails) {
    Scenario smallest = failing;
    while (true) {
      int before = size(smallest);
      smallest = without(smallest, Scenario::rules, Scenario::withRules, fails);
      smallest = without(smallest, Scenario::changedRules, Scenario::withChangedRules, fails);
      smallest = without(smallest, Scenario::events, Scenario::withEvents, fails);
      smallest = without(smallest, Scenario::laterEvents, Scenario::withLaterEvents, fails);
      smallest = withoutConditions(smallest, fails);
      if (size(smallest) == before) {
        return smallest;
      }
    }
  }

  private interface Replacement<T> {
    Scenario in(Scenario scenario, List<T> parts);
  }

  /** Leaves out runs of parts, long runs first. */
  private static <T> Scenario without(
      Scenario failing,
      Function<Scenario, List<T>> parts,
      Replacement<T> replacement,
      Predicate<Scenario> fails) {
    Scenario smallest = failing;
    for (int length = parts.apply(failing).size(); length > 0; length /= 2) {
      for (int from = 0; from + length <= parts.apply(smallest).size(); ) {
        var rest = new ArrayList<>(parts.apply(smallest));
        rest.subList(from, from + length).clear();
        Scenario smaller = replacement.in(smallest, rest);
        if (fails.test(smaller)) {
          smallest = smaller;
        } else {
          from++;
        }
      }
    }
    return smallest;
  }

  private static Scenario withoutConditions(Scenario failing, Predicate<Scenario> fails) {
    Scenario smallest = failing;
    for (int i = 0; i < failing.rules().size(); i++) {
      AlertRule rule = smallest.rules().get(i);
      for (int j = rule.conditions().size() - 1; j >= 0 && rule.conditions().size() > 1; j--) {
        var conditions = new ArrayList<>(rule.conditions());
        conditions.remove(j);
        var shorter =
            new AlertRule(
                rule.name(),
                rule.severity(),
                rule.by(),
                rule.when(),
                conditions,
                rule.hold(),
                rule.noData(),
                rule.response());
        var rules = new ArrayList<>(smallest.rules());
        rules.set(i, shorter);
        if (fails.test(smallest.withRules(rules))) {
          smallest = smallest.withRules(rules);
          rule = shorter;
        }
      }
    }
    return smallest;
  }

  private static int size(Scenario scenario) {
    return scenario.events().size()
        + scenario.laterEvents().size()
        + scenario.changedRules().size()
        + scenario.rules().stream().mapToInt(each -> 1 + each.conditions().size()).sum();
  }
}
