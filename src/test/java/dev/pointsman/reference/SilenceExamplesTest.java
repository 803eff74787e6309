package dev.pointsman.reference;

import static dev.pointsman.reference.ConditionDraft.that;
import static dev.pointsman.reference.RuleDraft.rule;
import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.NoData.Policy.ALERT;
import static dev.pointsman.rule.NoData.Policy.KEEP;
import static dev.pointsman.rule.NoData.Policy.RESOLVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.Reason;
import dev.pointsman.rule.NoData;

class SilenceExamplesTest {

  @EachJudge
  void keepDoesNothing(Judge judge) {
    assertThat(judge.says(silent(KEEP), "a@0=9 b@1000=1")).containsExactly("0 firing 9.0");
  }

  @EachJudge
  void alertFiresAGroupWhenNothingCameUntilTheDeadline(Judge judge) {
    assertThat(judge.says(silent(ALERT), "a@0=1 b@29.999=1")).isEmpty();
    assertThat(judge.says(silent(ALERT), "a@0=1 b@30=1")).containsExactly("30 firing 1.0");
    var transition = judge.transitions(silent(ALERT), "a@0=1 b@45=1").get(0);
    assertThat(transition.reason()).isEqualTo(Reason.NO_DATA);
    assertThat(Judge.seconds(transition.at())).isEqualTo("30");
    assertThat(transition.startsAt()).isEqualTo(transition.at());
    assertThat(Judge.evidence(transition)).containsExactly("a@0=1.0");
  }

  @EachJudge
  void resolveResolvesAFiringGroupThen(Judge judge) {
    assertThat(judge.says(silent(RESOLVE), "a@0=9 b@30=1"))
        .containsExactly("0 firing 9.0", "30 resolved 9.0");
    var transition = judge.transitions(silent(RESOLVE), "a@0=9 b@45=1").get(1);
    assertThat(transition.reason()).isEqualTo(Reason.NO_DATA);
    assertThat(transition.endsAt()).isEqualTo(transition.at());
    assertThat(judge.says(silent(RESOLVE), "a@0=1 b@30=1")).isEmpty();
  }

  @EachJudge
  void aReadingOfTheGroupAtTheDeadlineIsInTime(Judge judge) {
    assertThat(judge.says(silent(ALERT), "a@0=1 a@30=1 a@60=1")).isEmpty();
    assertThat(judge.says(silent(ALERT), "a@0=1 a@30.001=1"))
        .containsExactly("30 firing 1.0", "30.001 resolved 1.0");
  }

  @EachJudge
  void anEventThatNoRuleWantsMovesTheClock(Judge judge) {
    assertThat(judge.says(silent(ALERT), "a@0=1 b@30=unwanted:1")).containsExactly("30 firing 1.0");
  }

  @EachJudge
  void alertFiresAPendingGroupToo(Judge judge) {
    var rule = silent(ALERT).holding(100, 0);
    assertThat(judge.says(rule, "a@0=9 b@30=1")).containsExactly("0 pending 9.0", "30 firing 9.0");
  }

  @EachJudge
  void alertLeavesAFiringGroupAndItsPendingRecoveryAlone(Judge judge) {
    var rule = silent(ALERT).holding(0, 35);
    assertThat(judge.says(rule, "a@0=9 a@1=1 b@31=1 a@36=1"))
        .containsExactly("0 firing 9.0", "36 resolved 1.0");
  }

  @EachJudge
  void resolveLeavesAPendingGroupPending(Judge judge) {
    var rule = silent(RESOLVE).holding(50, 0);
    assertThat(judge.says(rule, "a@0=9 a@50=9")).containsExactly("0 pending 9.0", "50 firing 9.0");
  }

  @EachJudge
  void aSilenceActsOnce(Judge judge) {
    assertThat(judge.says(silent(ALERT), "a@0=1 b@30=1 b@40=1 b@70=1 b@71=1"))
        .containsExactly("30 firing 1.0");
  }

  @EachJudge
  void aLaterReadingEndsTheSilenceAndVerdictsGoOn(Judge judge) {
    assertThat(judge.says(silent(ALERT), "a@0=1 a@40=9 a@41=1 a@80=1"))
        .containsExactly("30 firing 1.0", "41 resolved 1.0", "71 firing 1.0", "80 resolved 1.0");
  }

  @EachJudge
  void aLateOrRepeatedReadingDoesNotEndASilence(Judge judge) {
    assertThat(judge.says(silent(ALERT), "a@100=1 b@130=unwanted:1 a@100=1 a@40=1"))
        .containsExactly("130 firing 1.0");
  }

  @EachJudge
  void aSilentGroupKeepsItsReadings(Judge judge) {
    var rule = rule(that(COUNT, ">= 2")).by("instance").silence(RESOLVE, 10);
    assertThat(judge.says(rule, "a@0=1 b@20=0 a@30=1")).containsExactly("30 firing 2.0");
  }

  @EachJudge
  void readingsFromBeforeASilenceMoveTheAlertNoEarlierThanItDid(Judge judge) {
    var transitions = judge.transitions(silent(ALERT), "a@0=1 b@30=unwanted:1 a@5=2 a@40=9");
    assertThat(transitions)
        .extracting(Judge::brief)
        .containsExactly("30 firing 1.0", "30 resolved 2.0", "35 firing 2.0");
    assertThat(transitions.get(1).startsAt()).isEqualTo(transitions.get(0).at());
    assertThat(transitions.get(1).endsAt()).isEqualTo(transitions.get(1).at());
    assertThat(judge.says(silent(RESOLVE), "a@0=9 b@30=unwanted:1 a@5=8 a@6=1"))
        .containsExactly("0 firing 9.0", "30 resolved 9.0", "30 firing 8.0", "30 resolved 1.0");
  }

  @EachJudge
  void readingsFromBeforeASilenceAreStillJudgedAtTheirOwnTime(Judge judge) {
    var rule = rule(that(COUNT, ">= 2").within(10)).by("instance").silence(ALERT, 30);
    assertThat(judge.says(rule, "a@0=1 b@30=unwanted:1 a@5=1 a@31=1"))
        .containsExactly("30 firing 1.0", "31 resolved 1.0");
  }

  @EachJudge
  void holdsCountFromTheSilenceForReadingsFromBeforeIt(Judge judge) {
    var rule = silent(ALERT).holding(0, 5);
    assertThat(judge.says(rule, "a@0=1 b@30=unwanted:1 a@5=1 a@15=1 a@34=1 a@35=1"))
        .containsExactly("30 firing 1.0", "35 resolved 1.0");
  }

  @EachJudge
  void noTwoEpisodesBeginAtOneSilence(Judge judge) {
    assertThat(
            judge.says(silent(ALERT), "a@0=1 b@30=unwanted:1 a@5=1 a@6=9 a@7=8 a@8=1 a@9=9 a@31=1"))
        .containsExactly(
            "30 firing 1.0",
            "30 resolved 1.0",
            "30.001 firing 9.0",
            "30.001 resolved 1.0",
            "30.002 firing 9.0",
            "31 resolved 1.0");
  }

  private static RuleDraft silent(NoData.Policy policy) {
    return rule(that(LAST, "> 5")).by("instance").silence(policy, 30);
  }
}
