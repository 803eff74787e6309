package dev.pointsman.reference;

import dev.pointsman.alert.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where two runs of one scenario part. */
public final class Disagreement {

  /** One way to play a scenario. */
  interface Run {
    List<Transition> over(Scenario scenario);
  }

  private Disagreement() {}

  static boolean isThere(Scenario scenario, Run expected, Run actual) {
    return !numbered(expected.over(scenario)).equals(numbered(actual.over(scenario)));
  }

  /** For a person: the smallest scenario found on which they part, and what each says of it. */
  static String describe(long seed, Scenario scenario, Run expected, Run actual) {
    Scenario small = Shrinker.shrink(scenario, each -> isThere(each, expected, actual));
    return "seed %d, shrunk to\n%s\nexpected\n%s\nactual\n%s"
        .formatted(
            seed,
            small,
            Scenario.text(numbered(expected.over(small))),
            Scenario.text(numbered(actual.over(small))));
  }

  /**
   * Fingerprints replaced by the order of their first appearance: which transitions share one is
   * the contract's, what it looks like is the engine's.
   */
  public static List<Transition> numbered(List<Transition> transitions) {
    Map<String, String> numbers = new HashMap<>();
    var numbered = new ArrayList<Transition>();
    for (Transition each : transitions) {
      numbers.putIfAbsent(each.fingerprint(), "fingerprint " + numbers.size());
      numbered.add(
          new Transition(
              each.alert(),
              each.state(),
              each.reason(),
              each.severity(),
              each.labels(),
              Objects.requireNonNull(numbers.get(each.fingerprint())),
              each.value(),
              each.at(),
              each.startsAt(),
              each.endsAt(),
              each.evidence(),
              each.annotations(),
              each.notifications(),
              each.actions()));
    }
    return numbered;
  }
}
