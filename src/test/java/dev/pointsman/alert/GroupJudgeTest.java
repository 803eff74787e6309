package dev.pointsman.alert;

import static dev.pointsman.rule.Aggregate.AVG;
import static dev.pointsman.rule.Aggregate.CONSECUTIVE;
import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.EVERY;
import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.Aggregate.MAX;
import static dev.pointsman.rule.Aggregate.SUM;
import static dev.pointsman.rule.TestingRules.by;
import static dev.pointsman.rule.TestingRules.condition;
import static dev.pointsman.rule.TestingRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.window.Intake;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which readings a group may leave for later, its silences, and times at the end of all times. */
class GroupJudgeTest {

  private final TestingGroup group = new TestingGroup();

  @Test
  void eachRuleOfAGroupIsJudgedAndTheOthersAlertsStay() {
    group.live(
        rule("a", by("cluster"), condition("m", LAST, "> 5", 60_000)),
        rule("b", by("cluster"), condition("m", LAST, "> 7", 60_000)));
    group.take(1, 6);
    group.take(2, 8);
    group.take(3, 6);
    assertThat(group.transitions)
        .extracting(each -> each.alert() + " " + each.state().text())
        .containsExactly("a firing", "b firing", "b resolved");
    assertThat(group.alerts.isEmpty()).isFalse();
  }

  @Test
  void whatCanChangeNothingWaitsForWhatCan() {
    group.live(condition("m", COUNT, ">= 2", 100), condition("m", MAX, "> 7", 50));
    group.take(1000, 0);
    group.take(1010, 0);
    group.take(1020, 0);
    assertThat(group.isWaiting()).isTrue();
    group.take(1030, 8);
    assertThat(group.isWaiting()).as("which is told after what waited").isFalse();
    assertThat(group.intakes).hasSize(8).containsOnly(Intake.NEW);
    group.take(1040, 0);
    assertThat(group.isWaiting()).as("behind one that made a condition hold").isFalse();
  }

  @Test
  void whatTriggersAConditionWaitsWhereItIsTooFewForAny() {
    group.live(
        rule("a", by("cluster"), condition("m", COUNT, ">= 4", 100)),
        rule("b", by("cluster"), condition("m", CONSECUTIVE, "> 2", 50)));
    group.take(1000, 1);
    group.take(1010, 1);
    assertThat(group.isWaiting()).isTrue();
    group.take(1020, 0);
    group.take(1030, 1);
    assertThat(group.memory.isAsleep()).as("after a third, which has to be looked at").isTrue();
    assertThat(group.isWaiting()).isFalse();
    group.take(1040, 1);
    assertThat(group.told).containsExactly("1040 firing condition 4.0");
  }

  @Test
  void aGroupThatSleepsIsWrittenAsOneThatIsAwake() {
    group.live(condition("m", COUNT, ">= 3", 100), condition("m", MAX, "> 7", 50));
    for (int i = 0; i < 40; i++) {
      group.take(1000 + 10 * i, i == 35 ? 1 : 0);
    }
    assertThat(group.memory.isAsleep()).isTrue();
    StoredMemory asleep = StoredMemory.of(group.memory, TestingGroup.KEY.labels());
    assertThat(group.isWaiting()).as("what comes next is to be written again").isFalse();
    group.memory.catchUp();
    assertThat(group.memory.isAsleep()).isFalse();
    assertThat(asleep).isEqualTo(StoredMemory.of(group.memory, TestingGroup.KEY.labels()));
  }

  @Test
  void aGroupSleepsOnlyWhereItsRulesRememberNothingElse() {
    group.live(condition("m", EVERY, "> 5", 100));
    group.take(1000, 0);
    group.take(1010, 0);
    assertThat(group.memory.isAsleep()).as("what every saw before the window").isFalse();
    var fresh = new TestingGroup();
    fresh.live(condition("m", COUNT, ">= 2", 100));
    fresh.take(1000, 1);
    assertThat(fresh.memory.isAsleep()).isTrue();
    fresh.take(1010, 1);
    assertThat(fresh.memory.isAsleep()).as("an alert is open").isFalse();
  }

  @Test
  void nothingWaitsWhereAnAverageMayRiseByWhatGoes() {
    group.live(condition("m", AVG, "> 5", 100), condition("m", COUNT, ">= 2", 100));
    group.take(1000, 0);
    group.take(1010, 0);
    assertThat(group.isWaiting()).isFalse();
  }

  @Test
  void nothingWaitsWhileAnAlertIsOpen() {
    group.live(condition("m", LAST, "> 5", 10));
    group.take(1000, 6);
    group.take(1010, 0);
    assertThat(group.isWaiting()).as("which resolves it").isFalse();
    group.take(1011, 0);
    assertThat(group.isWaiting()).as("which finds it at rest").isFalse();
    group.take(1012, 0);
    assertThat(group.isWaiting()).isTrue();
  }

  @Test
  void whatIsNotTheNewestDoesNotWait() {
    group.live(condition("m", COUNT, ">= 2", 100));
    group.take(1000, 0);
    group.take(1010, 0);
    group.take(1005, 0);
    assertThat(group.isWaiting()).isFalse();
    group.take(1010, 0);
    assertThat(group.intakes).containsExactly(Intake.NEW, Intake.NEW, Intake.NEW, Intake.DUPLICATE);
  }

  @Test
  void whatWaitsIsHeard() {
    group.silent(NoData.Policy.ALERT, 50);
    group.take(100, 0);
    group.take(140, 0);
    assertThat(group.isWaiting()).isTrue();
    group.silence(189);
    assertThat(group.told).isEmpty();
    group.silence(190);
    assertThat(group.told).containsExactly("190 firing no_data 0.0");
  }

  @Test
  void whatIsLateDoesNotWait() {
    group.live(condition("m", COUNT, ">= 2", 100));
    group.take(1000, 0);
    group.take(other(1000), 1000);
    group.take(1010, 0);
    group.take(other(2000), 2000);
    assertThat(group.memory.series()).last().matches(SeriesMemory::isWaiting);
    group.intakes.clear();
    group.take(1900, 0);
    assertThat(group.intakes).containsExactly(Intake.LATE);
  }

  private static Event other(long timestamp) {
    return new Event(
        Labels.of("cluster", "c", "replica", "other"), timestamp, List.of(new Measurement("m", 0)));
  }

  @Test
  void whatBecameOfEachReadingIsTold() {
    group.live(condition("m", LAST, "> 5", 10), condition("m", COUNT, "> 5", 20));
    group.take(100, 1);
    group.take(100, 2);
    group.take(90, 1);
    group.take(80, 1);
    assertThat(group.intakes)
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
    group.live(
        condition("m", COUNT, ">= 3", Long.MAX_VALUE),
        condition("m", SUM, ">= 3", Long.MAX_VALUE - 1));
    group.take(now, 1);
    group.take(0, 1);
    group.take(now + 1, 1);
    assertThat(group.told).containsExactly(now + 1 + " firing condition 3.0");
    assertThat(group.intakes).containsOnly(Intake.NEW);
  }

  @Test
  void everyIsNeverTrueOverAWindowLongerThanTime() {
    group.live(condition("m", EVERY, "> 0", Long.MAX_VALUE));
    group.take(0, 1);
    group.take(1_763_700_000_000L, 1);
    group.take(Long.MAX_VALUE - 1, 1);
    assertThat(group.told).isEmpty();
  }

  @Test
  void aSilenceThatWouldOutlastTimeHasNoDeadline() {
    for (long after : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 99}) {
      var fresh = new TestingGroup();
      fresh.silent(NoData.Policy.ALERT, after);
      fresh.take(100, 0);
      assertThat(fresh.nextSilence()).isNull();
      fresh.take(200, 0);
      fresh.silence(Long.MAX_VALUE);
      assertThat(fresh.told).isEmpty();
    }
    group.silent(NoData.Policy.ALERT, Long.MAX_VALUE - 100);
    group.take(100, 0);
    assertThat(group.nextSilence()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aSilenceDoesNotBeginBeforeSomebodyListens() {
    RuleSet rules = TestingGroup.silentRules(NoData.Policy.ALERT, 50);
    group.live(rules);
    group.take(100, 0);
    assertThat(group.nextSilence()).isEqualTo(150);
    group.live(rules, 1000);
    assertThat(group.nextSilence()).isEqualTo(1050);
    group.silence(1049);
    assertThat(group.told).isEmpty();
    group.silence(1050);
    assertThat(group.told).containsExactly("1050 firing no_data 0.0");
    assertThat(group.nextSilence()).isNull();
  }

  @Test
  void aSilenceByAClockThatIsBehindTheReadingsIsNotToldFromBeforeThem() {
    group.silent(NoData.Policy.ALERT, 50);
    group.takeAt(900, 1000, 1);
    group.silence(950);
    group.takeAt(960, 1001, 1);
    assertThat(group.told)
        .containsExactly("1000 firing no_data 1.0", "1001 resolved condition 1.0");
  }

  @Test
  void aShorterSilenceIsNotToldFromBeforeTheOneThatWasActedOn() {
    group.silent(NoData.Policy.ALERT, 500);
    group.take(100, 1);
    group.silence(600);
    group.silent(NoData.Policy.ALERT, 10);
    group.take(101, 1);
    group.silence(600);
    assertThat(group.told)
        .containsExactly(
            "600 firing no_data 1.0", "600 resolved condition 1.0", "601 firing no_data 1.0");
  }

  @Test
  void aGroupThatLeftRemembersNothingForThoseWhoStillKnowIt() {
    group.live(condition("m", COUNT, ">= 2", 100));
    group.take(1, 1);
    group.take(other(2), 2);
    assertThat(group.memory.rules()).isNotEmpty();
    group.memory.leave();
    assertThat(group.memory.series()).isEmpty();
    assertThat(group.memory.rules()).isEmpty();
  }
}
