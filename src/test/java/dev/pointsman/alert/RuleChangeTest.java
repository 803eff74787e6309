package dev.pointsman.alert;

import static dev.pointsman.rule.Aggregate.AVG;
import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.EVERY;
import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.TestingRules.by;
import static dev.pointsman.rule.TestingRules.condition;
import static dev.pointsman.rule.TestingRules.rule;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.RuleSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a group keeps when the rules change, and what is told of it then. */
class RuleChangeTest {

  private final TestingGroup group = new TestingGroup();

  @Test
  void anotherThresholdKeepsTheReadings() {
    group.live(condition("m", COUNT, ">= 5", 60_000));
    group.take(1, 1);
    group.take(2, 1);
    group.live(condition("m", COUNT, ">= 3", 60_000));
    group.take(3, 1);
    assertThat(group.told).containsExactly("3 firing condition 3.0");
  }

  @Test
  void anotherMatchWindowOrMetricDropsThem() {
    Condition before = condition("m", COUNT, ">= 3", 60_000);
    var match = Matcher.of("replica", Matcher.Kind.REGEX, "r.*");
    for (Condition after :
        List.of(
            condition("m", COUNT, ">= 3", 60_000, match),
            condition("m", COUNT, ">= 3", 60_001),
            condition("n", COUNT, ">= 3", 60_000))) {
      var fresh = new TestingGroup();
      fresh.live(before);
      fresh.take(1, 1);
      fresh.take(2, 1);
      fresh.live(after);
      fresh.take(3, after.metric(), 1);
      assertThat(fresh.told).isEmpty();
      fresh.take(4, after.metric(), 1);
      fresh.take(5, after.metric(), 1);
      assertThat(fresh.told).containsExactly("5 firing condition 3.0");
    }
  }

  @Test
  void anotherBoundOfEveryJudgesTheNewestReadingFromBeforeTheWindowAnew() {
    group.live(condition("m", EVERY, "> 5", 100));
    group.take(0, 6);
    group.take(90, 9);
    group.take(180, 9);
    group.live(condition("m", EVERY, "> 8", 100));
    group.take(185, 9);
    group.take(190, 9);
    group.live(condition("m", EVERY, "> 4", 100));
    group.take(195, 9);
    group.live(condition("m", EVERY, "> 9", 100));
    group.take(196, 10);
    assertThat(group.told)
        .containsExactly(
            "180 firing condition 9.0",
            "185 resolved condition 9.0",
            "190 firing condition 9.0",
            "196 resolved condition 10.0");
  }

  @Test
  void theSameBoundOfEveryKeepsTheRunWhateverElseChanges() {
    group.live(condition("m", EVERY, "> 5", 100), condition("n", LAST, "> 5", 100));
    group.take(0, 6);
    group.take(90, 6);
    group.take(180, 6);
    group.live(condition("m", EVERY, "> 5", 100));
    group.take(181, 6);
    assertThat(group.told).containsExactly("181 firing condition 6.0");
  }

  @Test
  void conditionsInAnotherOrderKeepTheirReadings() {
    Condition twice = condition("m", COUNT, ">= 2", 60_000);
    Condition thrice = condition("n", COUNT, ">= 3", 60_000);
    group.live(twice, thrice);
    group.take(1, "m", 1);
    group.take(2, "n", 1);
    group.take(3, "n", 1);
    group.live(thrice, twice);
    group.take(4, "n", 1);
    assertThat(group.told).isEmpty();
    group.take(5, "m", 1);
    assertThat(group.told).containsExactly("5 firing condition 3.0");
  }

  @Test
  void aRuleThatWasGoneForAnEventStartsAnew() {
    AlertRule other = rule("other", by("cluster"), condition("m", LAST, "> 100", 60_000));
    group.live(condition("m", COUNT, ">= 2", 60_000));
    group.take(1, 1);
    group.live(other);
    group.take(2, 1);
    group.live(condition("m", COUNT, ">= 2", 60_000));
    group.take(3, 1);
    assertThat(group.told).isEmpty();
  }

  @Test
  void aRuleThatWasRemovedAndPutBackBetweenTwoEventsStartsAnew() {
    RuleSet first =
        RuleSet.of(List.of(rule("rule", by("cluster"), condition("m", COUNT, ">= 2", 60_000))));
    group.live(first);
    group.take(1, 1);
    AlertRule again = requireNonNull(first.get("rule"));
    RuleSet putBack = first.without("rule", 7).with(again);
    group.live(putBack);
    group.take(2, 1);
    assertThat(group.told).isEmpty();
    group.take(3, 1);
    assertThat(group.told).containsExactly("3 firing condition 2.0");
    group.live(putBack.with(again));
    assertThat(group.closeAll(putBack, 4)).isFalse();
    assertThat(group.closeAll(putBack.without("rule", 8).with(again), 5)).isTrue();
    assertThat(group.told).last().isEqualTo("5 resolved rule_removed 2.0");
  }

  @Test
  void aRemovedRuleResolvesItsAlertAsItWasToldLast() {
    group.live(condition("m", LAST, "> 5", 60_000));
    group.take(7, 9);
    assertThat(group.closeAll(RuleSet.EMPTY, 20)).isTrue();
    assertThat(group.told)
        .containsExactly("7 firing condition 9.0", "20 resolved rule_removed 9.0");
    Transition firing = group.transitions.get(0);
    Transition resolved = group.transitions.get(1);
    assertThat(resolved.fingerprint()).isEqualTo(firing.fingerprint());
    assertThat(resolved.labels()).isEqualTo(firing.labels());
    assertThat(resolved.notifications()).isEqualTo(firing.notifications());
    assertThat(resolved.startsAt()).isEqualTo(7);
    assertThat(resolved.endsAt()).isEqualTo(20);
    assertThat(resolved.evidence()).isEmpty();
    assertThat(group.alerts.isEmpty()).isTrue();
    assertThat(group.closeAll(RuleSet.EMPTY, 21)).isFalse();
  }

  @Test
  void aRemovalIsNotToldFromBeforeWhatWasToldLast() {
    group.live(condition("m", LAST, "> 5", 60_000));
    group.take(7, 9);
    group.closeAll(RuleSet.EMPTY, 3);
    assertThat(group.told).last().isEqualTo("7 resolved rule_removed 9.0");
  }

  @Test
  void aRuleThatGroupsOtherwiseClosesTheAlertsOfItsOldGroups() {
    Condition condition = condition("m", LAST, "> 5", 60_000);
    group.live(condition);
    group.take(7, 9);
    assertThat(group.closeAll(RuleSet.of(List.of(rule("rule", by("cluster"), condition))), 20))
        .isFalse();
    assertThat(group.closeAll(RuleSet.of(List.of(rule("rule", by("replica"), condition))), 20))
        .isTrue();
    assertThat(group.told).last().isEqualTo("20 resolved rule_removed 9.0");
  }

  @Test
  void aSeriesThatWasForgottenBeforeARuleWantedItIsRememberedAfterwards() {
    AlertRule ofMany = rule("many", by("cluster"), condition("m", AVG, "> 5", 60_000));
    group.live(ofMany);
    long time = 0;
    for (; time < 6; time++) {
      group.take(load("r" + time, "m", time), time);
    }
    group.take(load("r6", "n", time), time); // on its way when nobody wanted it any more
    for (; time < 60; time++) {
      group.take(load("r0", "m", time), time);
    }

    group.live(ofMany, rule("late", by("cluster"), condition("n", COUNT, ">= 3", 60_000)));
    group.take(load("r6", "n", 70), 70);
    group.live(ofMany, rule("late", by("cluster"), condition("n", COUNT, ">= 2", 60_000)));
    group.take(load("r6", "n", 71), 71);

    assertThat(group.told).containsExactly("71 firing condition 2.0");
  }

  private static Event load(String replica, String metric, long timestamp) {
    return new Event(
        Labels.of("cluster", "c", "replica", replica),
        timestamp,
        List.of(new Measurement(metric, 1)));
  }
}
