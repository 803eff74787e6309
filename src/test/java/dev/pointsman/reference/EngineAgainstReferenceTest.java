package dev.pointsman.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.NoData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Over random rules and events. {@code -Dpointsman.traces=N} runs more of them, {@code
 * -Dpointsman.seed=S} others; a failure names the seed that repeats it, with one trace, alone.
 */
class EngineAgainstReferenceTest {

  private static final int TRACES = Integer.getInteger("pointsman.traces", 2_000);
  private static final long SEED = Long.getLong("pointsman.seed", 1);

  private static final Disagreement.Run REFERENCE = ReferenceEngine::run;
  private static final Disagreement.Run ENGINE = EngineRun::run;

  @Test
  void theEngineSaysWhatTheReferenceSays() {
    var seen = new HashMap<AlertStatus, Integer>();
    for (long seed = SEED; seed < SEED + TRACES; seed++) {
      Scenario scenario = RandomScenario.of(seed);
      assertAgree(seed, scenario, REFERENCE, ENGINE);
      for (Transition each : ENGINE.over(scenario)) {
        seen.merge(each.state(), 1, Integer::sum);
      }
    }
    if (TRACES > 100) {
      assertThat(seen).as("a trace comes to something").containsOnlyKeys(AlertStatus.values());
      assertThat(seen.values()).allMatch(count -> count > TRACES / 20);
    }
  }

  @Test
  void theEngineSaysWhatTheReferenceSaysWhenRulesChange() {
    for (long seed = SEED; seed < SEED + TRACES / 2; seed++) {
      Scenario scenario = RandomScenario.withChangingRules(seed);
      assertAgree(seed, scenario, REFERENCE, ENGINE);
      assertAgree(seed, scenario, ENGINE, EngineRun::runThroughBytes);
    }
  }

  @Test
  void aGroupOfManySeriesIsJudgedAsOneOfFew() {
    for (long seed = SEED; seed < SEED + TRACES / 8; seed++) {
      Scenario scenario = RandomScenario.ofManySeries(seed);
      assertAgree(seed, scenario, REFERENCE, ENGINE);
      assertAgree(seed, scenario, ENGINE, EngineRun::runThroughBytes);
    }
  }

  @Test
  void aLongStoryIsToldAsAShortOne() {
    for (long seed = SEED; seed < SEED + TRACES / 40; seed++) {
      Scenario scenario = RandomScenario.ofLongStories(seed);
      assertAgree(seed, scenario, REFERENCE, ENGINE);
      assertAgree(seed, scenario, ENGINE, EngineRun::runThroughBytesNowAndThen);
    }
  }

  @Test
  void stateThatIsWrittenAndReadBetweenEventsChangesNothing() {
    for (long seed = SEED; seed < SEED + TRACES / 4; seed++) {
      Scenario scenario = RandomScenario.of(seed);
      assertAgree(seed, scenario, ENGINE, EngineRun::runThroughBytes);
    }
  }

  @Test
  void deliveringEveryEventTwiceChangesNothing() {
    for (long seed = SEED; seed < SEED + TRACES / 2; seed++) {
      Scenario scenario = RandomScenario.of(seed);
      long shuffle = seed;
      assertAgree(
          seed,
          scenario,
          ENGINE,
          each -> ENGINE.over(each.withEvents(eachTwice(each.events(), new Dice(shuffle)))));
    }
  }

  @Test
  void asLongAsNothingIsLateTheLastVerdictIsTheSameInAnyOrder() {
    for (long seed = SEED; seed < SEED + TRACES / 4; seed++) {
      Scenario scenario = steady(RandomScenario.of(seed));
      Scenario other = scenario.withEvents(inAnotherOrder(scenario, new Dice(seed)));
      assertThat(EngineRun.lateReadings(other)).isZero();
      assertThat(firingAtTheEnd(other))
          .as("seed %d, in order\n%s\nin another order\n%s", seed, scenario, other)
          .isEqualTo(firingAtTheEnd(scenario));
    }
  }

  private static void assertAgree(
      long seed, Scenario scenario, Disagreement.Run expected, Disagreement.Run actual) {
    if (Disagreement.isThere(scenario, expected, actual)) {
      throw new AssertionError(Disagreement.describe(seed, scenario, expected, actual));
    }
  }

  /** Each event, and somewhere after it the same again. */
  private static List<Event> eachTwice(List<Event> events, Dice dice) {
    var twice = new ArrayList<Event>();
    for (int i = events.size() - 1; i >= 0; i--) {
      twice.add(dice.between(0, twice.size()), events.get(i));
      twice.add(0, events.get(i));
    }
    return twice;
  }

  /**
   * The scenario in time order, without contradictions, holds and silences, so that what fires at
   * the end is what the last verdicts say.
   */
  private static Scenario steady(Scenario scenario) {
    List<AlertRule> rules =
        scenario.rules().stream()
            .map(
                rule ->
                    new AlertRule(
                        rule.name(),
                        rule.severity(),
                        rule.by(),
                        rule.when(),
                        rule.conditions(),
                        Hold.NONE,
                        new NoData(NoData.Policy.KEEP, 1),
                        rule.response()))
            .toList();
    var told = new HashSet<List<Object>>();
    var events = new ArrayList<Event>();
    for (Event event : scenario.events()) {
      boolean isNew = true;
      for (Measurement each : event.measurements()) {
        isNew &= told.add(List.of(each.metric(), event.labels(), event.timestamp()));
      }
      if (isNew) {
        events.add(event);
      }
    }
    events.sort(Comparator.comparingLong(Event::timestamp));
    return new Scenario(rules, events);
  }

  /** Each event delayed by less than the shortest window: none is late. */
  private static List<Event> inAnotherOrder(Scenario scenario, Dice dice) {
    long shortest =
        scenario.rules().stream()
            .flatMap(rule -> rule.conditions().stream())
            .mapToLong(Condition::windowMillis)
            .min()
            .orElseThrow();
    record Delayed(long arrival, Event event) {}
    return scenario.events().stream()
        .map(
            each ->
                new Delayed(
                    each.timestamp() + dice.between(0, (int) Math.min(shortest - 1, 1 << 30)),
                    each))
        .sorted(Comparator.comparingLong(Delayed::arrival))
        .map(Delayed::event)
        .toList();
  }

  /** The episode's alert by its fingerprint, where one fires. */
  private static Map<String, Boolean> firingAtTheEnd(Scenario scenario) {
    var firing = new TreeMap<String, Boolean>();
    ENGINE
        .over(scenario)
        .forEach(each -> firing.put(each.fingerprint(), each.state() == AlertStatus.FIRING));
    firing.values().removeIf(isFiring -> !isFiring);
    return firing;
  }
}
