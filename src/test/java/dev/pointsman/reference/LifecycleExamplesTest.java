package dev.pointsman.reference;

import static dev.pointsman.reference.ConditionDraft.that;
import static dev.pointsman.reference.RuleDraft.rule;
import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.LAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.Transition;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

class LifecycleExamplesTest {

  @EachJudge
  void withoutForTheFirstTrueVerdictFiresAndTheFirstFalseOneResolves(Judge judge) {
    var transitions = judge.transitions(rule(that(LAST, "> 5")), "a@0=9 a@5=9 a@7=1 a@8=1");
    assertThat(transitions)
        .extracting(LifecycleExamplesTest::times)
        .containsExactly("at 0 from 0 to null", "at 7 from 0 to 7");
    assertThat(transitions)
        .extracting(Transition::state)
        .extracting(Enum::name)
        .containsExactly("FIRING", "RESOLVED");
  }

  @EachJudge
  void aResolvedAlertFiresAgainAsANewEpisode(Judge judge) {
    var transitions = judge.transitions(rule(that(LAST, "> 5")), "a@0=9 a@1=1 a@2=9");
    assertThat(transitions)
        .extracting(LifecycleExamplesTest::times)
        .containsExactly("at 0 from 0 to null", "at 1 from 0 to 1", "at 2 from 2 to null");
    assertThat(transitions)
        .extracting(Transition::fingerprint)
        .containsOnly(transitions.get(0).fingerprint());
  }

  @EachJudge
  void withForAnAlertIsPendingUntilItHasHeldThatLong(Judge judge) {
    var transitions =
        judge.transitions(rule(that(LAST, "> 5")).holding(10, 0), "a@0=9 a@9.999=9 a@10=8");
    assertThat(transitions)
        .extracting(each -> each.state().text())
        .containsExactly("pending", "firing");
    assertThat(transitions)
        .extracting(LifecycleExamplesTest::times)
        .containsExactly("at 0 from null to null", "at 10 from 10 to null");
  }

  @EachJudge
  void aPendingAlertThatTurnsFalseIsInactiveAndStartsOver(Judge judge) {
    var rule = rule(that(LAST, "> 5")).holding(10, 0);
    assertThat(judge.says(rule, "a@0=9 a@5=1 a@6=9 a@15=9 a@16=9"))
        .containsExactly("0 pending 9.0", "5 inactive 1.0", "6 pending 9.0", "16 firing 9.0");
  }

  @EachJudge
  void withKeepFiringForItResolvesAtTheFirstFalseVerdictThatLongAfter(Judge judge) {
    var rule = rule(that(LAST, "> 5")).holding(0, 10);
    assertThat(judge.says(rule, "a@0=9 a@5=1 a@14.999=1 a@16=2 a@17=1"))
        .containsExactly("0 firing 9.0", "16 resolved 2.0");
  }

  @EachJudge
  void aTrueVerdictForgetsAPendingRecovery(Judge judge) {
    var rule = rule(that(LAST, "> 5")).holding(0, 10);
    assertThat(judge.says(rule, "a@0=9 a@5=1 a@6=9 a@7=1 a@16=1 a@17=1"))
        .containsExactly("0 firing 9.0", "17 resolved 1.0");
  }

  @EachJudge
  void onlyReadingsOfTheGroupMoveItsAlert(Judge judge) {
    var rule = rule(that(COUNT, ">= 1").within(10)).by("zone");
    assertThat(judge.says(rule, "a/z1@0=1 b/z2@1000=0")).containsExactly("0 firing 1.0");
  }

  @EachJudge
  void aReadingThatIsNotNewDoesNotMoveTheLifecycle(Judge judge) {
    var rule = rule(that(COUNT, ">= 1").within(10)).holding(5, 0);
    assertThat(judge.says(rule, "a@20=1 a@20=1 a@10=1")).containsExactly("20 pending 1.0");
  }

  @EachJudge
  void severalTransitionsOfOneTimeStayInTheOrderInWhichTheyHappened(Judge judge) {
    assertThat(judge.says(rule(that(COUNT, "== 2")), "a@10=1 a@9=1 a@8=1"))
        .containsExactly("10 firing 2.0", "10 resolved 3.0");
  }

  @EachJudge
  void transitionsAreOrderedByTimeThenAlertThenLabels(Judge judge) {
    var rules =
        List.of(
            rule(that(LAST, "> 5")).by("instance").named("second"),
            rule(that(LAST, "> 5")).by("instance").named("first"));
    assertThat(judge.run(new Scenario(rules, Judge.events("b@1=9 c@0=9 a@1=9"))))
        .extracting(each -> each.alert() + each.labels())
        .containsExactly(
            "first{instance=\"c\"}",
            "second{instance=\"c\"}",
            "first{instance=\"a\"}",
            "first{instance=\"b\"}",
            "second{instance=\"a\"}",
            "second{instance=\"b\"}");
  }

  @EachJudge
  void theRulesLabelsAreAddedButLeaveTheFingerprintAsItIs(Judge judge) {
    var plain = judge.transitions(rule(that(LAST, "> 5")), "a@0=9").get(0);
    var labelled =
        judge.transitions(rule(that(LAST, "> 5")).labels("team", "data"), "a@0=9").get(0);
    assertThat(labelled.labels().toString()).isEqualTo("{job=\"j\",team=\"data\"}");
    assertThat(labelled.fingerprint()).isEqualTo(plain.fingerprint());
  }

  @EachJudge
  void theEvidenceOfATrueVerdictIsTheTenNewestReadingsOfTheTrueSeriesOldestFirst(Judge judge) {
    var rule = rule(that(COUNT, ">= 12"));
    assertThat(
            evidence(
                judge,
                rule,
                "a@2=1 a@1=1 a@3=1 a@4=1 a@5=1 a@6=1 b@6=1 a@7=1 a@8=1 a@9=1 a@10=1 a@11=1 a@12=1"))
        .containsExactly(
            "a@3=1.0 a@4=1.0 a@5=1.0 a@6=1.0 a@7=1.0 a@8=1.0 a@9=1.0 a@10=1.0 a@11=1.0 a@12=1.0");
  }

  @EachJudge
  void theEvidenceOfAFalseVerdictIsOfAllSeriesInTheWindowOfTheFalseConditions(Judge judge) {
    assertThat(evidence(judge, rule(that(LAST, "> 5").within(10)), "c@-9=1 b@0=1 a@0=9 a@1=2"))
        .containsExactly("a@0=9.0", "a@0=9.0 b@0=1.0 a@1=2.0");
  }

  @EachJudge
  void theEvidenceIsOfTheConditionsThatSayWhatTheVerdictSays(Judge judge) {
    var any = rule(that(LAST, "> 5"), that(LAST, "> 5").of("errors")).any();
    assertThat(evidence(judge, any, "a@0=load:1,errors:9 a@1=load:2,errors:3"))
        .containsExactly("a@0=9.0", "a@0=9.0 a@0=1.0 a@1=3.0 a@1=2.0");
  }

  @EachJudge
  void aReadingThatTwoConditionsLookedAtIsEvidenceOnce(Judge judge) {
    var rule = rule(that(LAST, "> 5"), that(COUNT, ">= 2").within(30));
    assertThat(evidence(judge, rule, "a@0=1 a@40=7 a@50=9"))
        .containsExactly("a@0=1.0 a@40=7.0 a@50=9.0");
  }

  @EachJudge
  void theEvidenceOfPooledReadingsIsOfAllOfThem(Judge judge) {
    assertThat(evidence(judge, rule(that(COUNT, ">= 1").where("> 5").pooled()), "b@0=1 a@1=9"))
        .containsExactly("b@0=1.0 a@1=9.0");
  }

  private static Stream<String> evidence(Judge judge, RuleDraft rule, String events) {
    return judge.transitions(rule, events).stream()
        .map(each -> String.join(" ", Judge.evidence(each)));
  }

  private static String times(Transition transition) {
    return "at "
        + Judge.seconds(transition.at())
        + " from "
        + seconds(transition.startsAt())
        + " to "
        + seconds(transition.endsAt());
  }

  private static @Nullable String seconds(@Nullable Long timestamp) {
    return timestamp == null ? null : Judge.seconds(timestamp);
  }
}
