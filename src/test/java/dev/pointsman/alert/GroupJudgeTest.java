package dev.pointsman.alert;

import static dev.pointsman.rule.Aggregate.AVG;
import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.EVERY;
import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.Aggregate.MAX;
import static dev.pointsman.rule.Aggregate.SUM;
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
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.window.Intake;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a group keeps when the rules change, and times at the end of all times. */
class GroupJudgeTest {

  private static final GroupKey GROUP = new GroupKey(false, Labels.of("cluster", "c"));
  private static final Labels SERIES = Labels.of("cluster", "c", "replica", "r1");

  private final GroupMemory memory = new GroupMemory();
  private final OpenAlerts alerts = new OpenAlerts();
  private final List<String> told = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final List<Intake> intakes = new ArrayList<>();
  private GroupJudge judge = new GroupJudge(RuleSet.EMPTY, Long.MIN_VALUE, intakes::add);

  @Test
  void anotherThresholdKeepsTheReadings() {
    live(condition("m", COUNT, ">= 5", 60_000));
    take(1, 1);
    take(2, 1);
    live(condition("m", COUNT, ">= 3", 60_000));
    take(3, 1);
    assertThat(told).containsExactly("3 firing condition 3.0");
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
      var fresh = new GroupJudgeTest();
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
    live(condition("m", EVERY, "> 5", 100));
    take(0, 6);
    take(90, 9);
    take(180, 9);
    live(condition("m", EVERY, "> 8", 100));
    take(185, 9);
    take(190, 9);
    live(condition("m", EVERY, "> 4", 100));
    take(195, 9);
    live(condition("m", EVERY, "> 9", 100));
    take(196, 10);
    assertThat(told)
        .containsExactly(
            "180 firing condition 9.0",
            "185 resolved condition 9.0",
            "190 firing condition 9.0",
            "196 resolved condition 10.0");
  }

  @Test
  void theSameBoundOfEveryKeepsTheRunWhateverElseChanges() {
    live(condition("m", EVERY, "> 5", 100), condition("n", LAST, "> 5", 100));
    take(0, 6);
    take(90, 6);
    take(180, 6);
    live(condition("m", EVERY, "> 5", 100));
    take(181, 6);
    assertThat(told).containsExactly("181 firing condition 6.0");
  }

  @Test
  void conditionsInAnotherOrderKeepTheirReadings() {
    Condition twice = condition("m", COUNT, ">= 2", 60_000);
    Condition thrice = condition("n", COUNT, ">= 3", 60_000);
    live(twice, thrice);
    take(1, "m", 1);
    take(2, "n", 1);
    take(3, "n", 1);
    live(thrice, twice);
    take(4, "n", 1);
    assertThat(told).isEmpty();
    take(5, "m", 1);
    assertThat(told).containsExactly("5 firing condition 3.0");
  }

  @Test
  void aRuleThatWasGoneForAnEventStartsAnew() {
    AlertRule other = rule("other", by("cluster"), condition("m", LAST, "> 100", 60_000));
    live(condition("m", COUNT, ">= 2", 60_000));
    take(1, 1);
    liveRules(other);
    take(2, 1);
    live(condition("m", COUNT, ">= 2", 60_000));
    take(3, 1);
    assertThat(told).isEmpty();
  }

  @Test
  void aRuleThatWasRemovedAndPutBackBetweenTwoEventsStartsAnew() {
    RuleSet first =
        RuleSet.of(List.of(rule("rule", by("cluster"), condition("m", COUNT, ">= 2", 60_000))));
    judge = new GroupJudge(first, Long.MIN_VALUE, intakes::add);
    take(1, 1);
    AlertRule again = requireNonNull(first.get("rule"));
    RuleSet putBack = first.without("rule", 7).with(again);
    judge = new GroupJudge(putBack, Long.MIN_VALUE, intakes::add);
    take(2, 1);
    assertThat(told).isEmpty();
    take(3, 1);
    assertThat(told).containsExactly("3 firing condition 2.0");
    judge = new GroupJudge(putBack.with(again), Long.MIN_VALUE, intakes::add);
    assertThat(closeAll(putBack, 4)).isFalse();
    assertThat(closeAll(putBack.without("rule", 8).with(again), 5)).isTrue();
    assertThat(told).last().isEqualTo("5 resolved rule_removed 2.0");
  }

  @Test
  void aRemovedRuleResolvesItsAlertAsItWasToldLast() {
    live(condition("m", LAST, "> 5", 60_000));
    take(7, 9);
    assertThat(closeAll(RuleSet.EMPTY, 20)).isTrue();
    assertThat(told).containsExactly("7 firing condition 9.0", "20 resolved rule_removed 9.0");
    Transition firing = transitions.get(0);
    Transition resolved = transitions.get(1);
    assertThat(resolved.fingerprint()).isEqualTo(firing.fingerprint());
    assertThat(resolved.labels()).isEqualTo(firing.labels());
    assertThat(resolved.notifications()).isEqualTo(firing.notifications());
    assertThat(resolved.startsAt()).isEqualTo(7);
    assertThat(resolved.endsAt()).isEqualTo(20);
    assertThat(resolved.evidence()).isEmpty();
    assertThat(alerts.isEmpty()).isTrue();
    assertThat(closeAll(RuleSet.EMPTY, 21)).isFalse();
  }

  @Test
  void aRemovalIsNotToldFromBeforeWhatWasToldLast() {
    live(condition("m", LAST, "> 5", 60_000));
    take(7, 9);
    closeAll(RuleSet.EMPTY, 3);
    assertThat(told).last().isEqualTo("7 resolved rule_removed 9.0");
  }

  @Test
  void aRuleThatGroupsOtherwiseClosesTheAlertsOfItsOldGroups() {
    Condition condition = condition("m", LAST, "> 5", 60_000);
    live(condition);
    take(7, 9);
    assertThat(closeAll(RuleSet.of(List.of(rule("rule", by("cluster"), condition))), 20)).isFalse();
    assertThat(closeAll(RuleSet.of(List.of(rule("rule", by("replica"), condition))), 20)).isTrue();
    assertThat(told).last().isEqualTo("20 resolved rule_removed 9.0");
  }

  @Test
  void eachRuleOfAGroupIsJudgedAndTheOthersAlertsStay() {
    liveRules(
        rule("a", by("cluster"), condition("m", LAST, "> 5", 60_000)),
        rule("b", by("cluster"), condition("m", LAST, "> 7", 60_000)));
    take(1, 6);
    take(2, 8);
    take(3, 6);
    assertThat(transitions)
        .extracting(each -> each.alert() + " " + each.state().text())
        .containsExactly("a firing", "b firing", "b resolved");
    assertThat(alerts.isEmpty()).isFalse();
  }

  @Test
  void whatCanChangeNothingWaitsForWhatCan() {
    live(condition("m", COUNT, ">= 2", 100), condition("m", MAX, "> 7", 50));
    take(1000, 0);
    take(1010, 0);
    take(1020, 0);
    assertThat(isWaiting()).isTrue();
    take(1030, 8);
    assertThat(isWaiting()).as("which is told after what waited").isFalse();
    assertThat(intakes).hasSize(8).containsOnly(Intake.NEW);
    take(1040, 0);
    assertThat(isWaiting()).as("behind one that made a condition hold").isFalse();
  }

  @Test
  void aGroupThatSleepsIsWrittenAsOneThatIsAwake() {
    live(condition("m", COUNT, ">= 3", 100), condition("m", MAX, "> 7", 50));
    for (int i = 0; i < 40; i++) {
      take(1000 + 10 * i, i == 35 ? 1 : 0);
    }
    assertThat(memory.isAsleep()).isTrue();
    StoredMemory asleep = StoredMemory.of(memory, GROUP.labels());
    assertThat(isWaiting()).as("what comes next is to be written again").isFalse();
    memory.catchUp();
    assertThat(memory.isAsleep()).isFalse();
    assertThat(asleep).isEqualTo(StoredMemory.of(memory, GROUP.labels()));
  }

  @Test
  void aGroupSleepsOnlyWhereItsRulesRememberNothingElse() {
    live(condition("m", EVERY, "> 5", 100));
    take(1000, 0);
    take(1010, 0);
    assertThat(memory.isAsleep()).as("what every saw before the window").isFalse();
    var fresh = new GroupJudgeTest();
    fresh.live(condition("m", COUNT, ">= 2", 100));
    fresh.take(1000, 1);
    assertThat(fresh.memory.isAsleep()).isTrue();
    fresh.take(1010, 1);
    assertThat(fresh.memory.isAsleep()).as("an alert is open").isFalse();
  }

  @Test
  void nothingWaitsWhereAnAverageMayRiseByWhatGoes() {
    live(condition("m", AVG, "> 5", 100), condition("m", COUNT, ">= 2", 100));
    take(1000, 0);
    take(1010, 0);
    assertThat(isWaiting()).isFalse();
  }

  @Test
  void nothingWaitsWhileAnAlertIsOpen() {
    live(condition("m", LAST, "> 5", 10));
    take(1000, 6);
    take(1010, 0);
    assertThat(isWaiting()).as("which resolves it").isFalse();
    take(1011, 0);
    assertThat(isWaiting()).as("which finds it at rest").isFalse();
    take(1012, 0);
    assertThat(isWaiting()).isTrue();
  }

  @Test
  void whatIsNotTheNewestDoesNotWait() {
    live(condition("m", COUNT, ">= 2", 100));
    take(1000, 0);
    take(1010, 0);
    take(1005, 0);
    assertThat(isWaiting()).isFalse();
    take(1010, 0);
    assertThat(intakes).containsExactly(Intake.NEW, Intake.NEW, Intake.NEW, Intake.DUPLICATE);
  }

  @Test
  void whatWaitsIsHeard() {
    silent(NoData.Policy.ALERT, 50);
    take(100, 0);
    take(140, 0);
    assertThat(isWaiting()).isTrue();
    silence(189);
    assertThat(told).isEmpty();
    silence(190);
    assertThat(told).containsExactly("190 firing no_data 0.0");
  }

  @Test
  void whatIsLateDoesNotWait() {
    live(condition("m", COUNT, ">= 2", 100));
    take(1000, 0);
    judge.take(GROUP, memory, alerts, other(1000), 1000, this::tell);
    take(1010, 0);
    judge.take(GROUP, memory, alerts, other(2000), 2000, this::tell);
    assertThat(memory.series().get(1).isWaiting()).isTrue();
    intakes.clear();
    take(1900, 0);
    assertThat(intakes).containsExactly(Intake.LATE);
  }

  private static Event other(long timestamp) {
    return new Event(
        Labels.of("cluster", "c", "replica", "other"), timestamp, List.of(new Measurement("m", 0)));
  }

  private boolean isWaiting() {
    return memory.series().get(0).isWaiting();
  }

  @Test
  void whatBecameOfEachReadingIsTold() {
    live(condition("m", LAST, "> 5", 10), condition("m", COUNT, "> 5", 20));
    take(100, 1);
    take(100, 2);
    take(90, 1);
    take(80, 1);
    assertThat(intakes)
        .containsExactly(
            Intake.NEW,
            Intake.NEW,
            Intake.DUPLICATE,
            Intake.DUPLICATE,
            Intake.LATE,
            Intake.NEW,
            Intake.LATE,
            Intake.LATE);
  }

  @Test
  void aWindowLongerThanTimeHoldsEverything() {
    long now = 1_763_700_000_000L;
    live(
        condition("m", COUNT, ">= 3", Long.MAX_VALUE),
        condition("m", SUM, ">= 3", Long.MAX_VALUE - 1));
    take(now, 1);
    take(0, 1);
    take(now + 1, 1);
    assertThat(told).containsExactly(now + 1 + " firing condition 3.0");
    assertThat(intakes).containsOnly(Intake.NEW);
  }

  @Test
  void everyIsNeverTrueOverAWindowLongerThanTime() {
    live(condition("m", EVERY, "> 0", Long.MAX_VALUE));
    take(0, 1);
    take(1_763_700_000_000L, 1);
    take(Long.MAX_VALUE - 1, 1);
    assertThat(told).isEmpty();
  }

  @Test
  void aSilenceThatWouldOutlastTimeHasNoDeadline() {
    for (long after : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 99}) {
      var fresh = new GroupJudgeTest();
      fresh.silent(NoData.Policy.ALERT, after);
      fresh.take(100, 0);
      assertThat(fresh.judge.nextSilence(GROUP, fresh.memory)).isNull();
      fresh.take(200, 0);
      fresh.silence(Long.MAX_VALUE);
      assertThat(fresh.told).isEmpty();
    }
    silent(NoData.Policy.ALERT, Long.MAX_VALUE - 100);
    take(100, 0);
    assertThat(judge.nextSilence(GROUP, memory)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aSilenceDoesNotBeginBeforeSomebodyListens() {
    RuleSet rules = silentRules(NoData.Policy.ALERT, 50);
    judge = new GroupJudge(rules, Long.MIN_VALUE, intakes::add);
    take(100, 0);
    assertThat(judge.nextSilence(GROUP, memory)).isEqualTo(150);
    judge = new GroupJudge(rules, 1000, intakes::add);
    assertThat(judge.nextSilence(GROUP, memory)).isEqualTo(1050);
    silence(1049);
    assertThat(told).isEmpty();
    silence(1050);
    assertThat(told).containsExactly("1050 firing no_data 0.0");
    assertThat(judge.nextSilence(GROUP, memory)).isNull();
  }

  @Test
  void aSilenceByAClockThatIsBehindTheReadingsIsNotToldFromBeforeThem() {
    silent(NoData.Policy.ALERT, 50);
    takeAt(900, 1000, 1);
    silence(950);
    takeAt(960, 1001, 1);
    assertThat(told).containsExactly("1000 firing no_data 1.0", "1001 resolved condition 1.0");
  }

  @Test
  void aShorterSilenceIsNotToldFromBeforeTheOneThatWasActedOn() {
    silent(NoData.Policy.ALERT, 500);
    take(100, 1);
    silence(600);
    silent(NoData.Policy.ALERT, 10);
    take(101, 1);
    silence(600);
    assertThat(told)
        .containsExactly(
            "600 firing no_data 1.0", "600 resolved condition 1.0", "601 firing no_data 1.0");
  }

  private void live(Condition... conditions) {
    liveRules(rule("rule", by("cluster"), conditions));
  }

  private void liveRules(AlertRule... rules) {
    judge = new GroupJudge(RuleSet.of(List.of(rules)), Long.MIN_VALUE, intakes::add);
  }

  private void silent(NoData.Policy policy, long afterMillis) {
    judge = new GroupJudge(silentRules(policy, afterMillis), Long.MIN_VALUE, intakes::add);
  }

  private static RuleSet silentRules(NoData.Policy policy, long afterMillis) {
    return RuleSet.of(
        List.of(
            rule(
                "rule",
                by("cluster"),
                new NoData(policy, afterMillis),
                condition("m", LAST, "> 5", 60_000))));
  }

  private void take(long timestamp, double value) {
    take(timestamp, "m", value);
  }

  private void take(long timestamp, String metric, double value) {
    takeAt(timestamp, timestamp, metric, value);
  }

  private void takeAt(long clock, long timestamp, double value) {
    takeAt(clock, timestamp, "m", value);
  }

  private void takeAt(long clock, long timestamp, String metric, double value) {
    var event = new Event(SERIES, timestamp, List.of(new Measurement(metric, value)));
    judge.take(GROUP, memory, alerts, event, clock, this::tell);
  }

  private void silence(long clock) {
    judge.silence(GROUP, memory, alerts, clock, this::tell);
  }

  private boolean closeAll(RuleSet rules, long at) {
    return new GroupJudge(rules, Long.MIN_VALUE, intakes::add)
        .closeRemoved(GROUP, alerts, judge.rules(), at, this::tell);
  }

  private void tell(Transition transition) {
    transitions.add(transition);
    told.add(
        transition.at()
            + " "
            + transition.state().text()
            + " "
            + transition.reason().text()
            + " "
            + transition.value());
  }
}
