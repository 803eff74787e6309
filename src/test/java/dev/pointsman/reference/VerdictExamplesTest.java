package dev.pointsman.reference;

import static dev.pointsman.reference.ConditionDraft.that;
import static dev.pointsman.reference.RuleDraft.rule;
import static dev.pointsman.rule.Aggregate.AVG;
import static dev.pointsman.rule.Aggregate.CONSECUTIVE;
import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.INCREASE;
import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.Aggregate.MAX;
import static dev.pointsman.rule.Aggregate.MIN;
import static dev.pointsman.rule.Aggregate.P50;
import static dev.pointsman.rule.Aggregate.P90;
import static dev.pointsman.rule.Aggregate.P95;
import static dev.pointsman.rule.Aggregate.P99;
import static dev.pointsman.rule.Aggregate.RATE;
import static dev.pointsman.rule.Aggregate.SUM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.Transition;
import dev.pointsman.rule.Matcher;

class VerdictExamplesTest {

  @EachJudge
  void eachCombinationOfByValuesIsAGroupOfItsOwn(Judge judge) {
    var rule = rule(that(LAST, "> 5")).by("zone");
    assertThat(judge.transitions(rule, "a/z1@0=9 b/z2@1=1 b/z2@2=9 c/z1@3=9"))
        .extracting(each -> each.labels().toString())
        .containsExactly("{zone=\"z1\"}", "{zone=\"z2\"}");
  }

  @EachJudge
  void byEveryLabelEachSeriesIsAGroupWithItsOwnTime(Judge judge) {
    var rule = rule(that(COUNT, ">= 2").within(10)).byEveryLabel();
    assertThat(judge.transitions(rule, "a@0=1 b@100=1 a@5=1"))
        .extracting(each -> each.labels().toString())
        .containsExactly("{instance=\"a\",job=\"j\"}");
  }

  @EachJudge
  void aReadingThatLacksAByLabelDoesNotConcernTheRule(Judge judge) {
    assertThat(judge.says(rule(that(LAST, "> 5")).by("zone"), "a@0=9")).isEmpty();
  }

  @EachJudge
  void anAbsentLabelMatchesAsTheEmptyString(Judge judge) {
    var notZ1 = that(LAST, "> 5").matching("zone", Matcher.Kind.NOT_EQUAL, "z1");
    var emptyOrZ2 = that(LAST, "> 5").matching("zone", Matcher.Kind.REGEX, "|z2");
    assertThat(judge.says(rule(notZ1), "a/z1@0=9 a@1=9")).containsExactly("1 firing 9.0");
    assertThat(judge.says(rule(emptyOrZ2), "a/z1@0=9 a/z22@1=9 a@2=9"))
        .containsExactly("2 firing 9.0");
  }

  @EachJudge
  void theWindowEndsWithTAndBeginsJustAfterTMinusWindow(Judge judge) {
    var rule = rule(that(COUNT, ">= 2").within(10));
    assertThat(judge.says(rule, "a@0=1 a@10=1")).isEmpty();
    assertThat(judge.says(rule, "a@0.001=1 a@10=1")).containsExactly("10 firing 2.0");
  }

  @EachJudge
  void anySeriesOfTheGroupMovesItsTime(Judge judge) {
    assertThat(judge.says(rule(that(COUNT, ">= 1").within(10)), "a@0=1 b@10=0"))
        .containsExactly("0 firing 1.0", "10 resolved 0.0");
  }

  @EachJudge
  void anyConditionOfTheRuleMovesTheTimeForAll(Judge judge) {
    var rule = rule(that(COUNT, ">= 1").within(10), that(LAST, ">= 0").of("errors"));
    assertThat(judge.says(rule, "a@0=load:1,errors:0 a@10=errors:0"))
        .containsExactly("0 firing 1.0", "10 resolved null");
  }

  @EachJudge
  void aReadingThatNoConditionSelectsMovesNothing(Judge judge) {
    var onlyA = that(COUNT, ">= 1").within(10).matching("instance", Matcher.Kind.IN, "a");
    assertThat(judge.says(rule(onlyA), "a@0=1 b@100=1 a@100=other:1 a@5=0"))
        .containsExactly("0 firing 1.0");
  }

  @EachJudge
  void allReadingsOfOneEventAreTakenInTogether(Judge judge) {
    var rule = rule(that(LAST, "> 5"), that(LAST, "> 5").of("errors"));
    assertThat(judge.says(rule, "a@0=load:9,errors:1 a@1=errors:9,load:1")).isEmpty();
    assertThat(judge.says(rule, "a@0=load:1,errors:9 a@1=load:9,errors:1")).isEmpty();
    assertThat(judge.says(rule, "a@0=load:9,errors:9")).containsExactly("0 firing 9.0");
  }

  @EachJudge
  void threeSeriesThatSeeOneFailureEachAreNotThreeFailures(Judge judge) {
    var rule = rule(that(COUNT, ">= 3"));
    assertThat(judge.says(rule, "a@0=1 b@1=1 c@2=1")).isEmpty();
    assertThat(judge.says(rule, "a@0=1 a@1=1 b@2=0 a@3=1")).containsExactly("3 firing 3.0");
  }

  @EachJudge
  void aQuorumNeedsDistinctValuesAmongTheTrueSeries(Judge judge) {
    var rule = rule(that(LAST, "> 5").quorum("zone", 2));
    assertThat(judge.says(rule, "a/z1@0=9 b/z1@1=9 c/z2@2=1")).isEmpty();
    assertThat(judge.says(rule, "a/z1@0=9 b/z1@1=9 c/z2@2=9")).containsExactly("2 firing 9.0");
  }

  @EachJudge
  void aSeriesWithoutTheQuorumLabelCountsForNoValueOfIt(Judge judge) {
    assertThat(judge.says(rule(that(LAST, "> 5").quorum("zone", 2)), "a@0=9 b/z1@1=9")).isEmpty();
    assertThat(judge.says(rule(that(LAST, "> 5").quorum("zone", 1)), "a@0=9")).isEmpty();
  }

  @EachJudge
  void pooledReadingsAreJudgedAsOne(Judge judge) {
    assertThat(judge.says(rule(that(COUNT, ">= 3").pooled()), "a@0=1 b@1=1 c@2=1"))
        .containsExactly("2 firing 3.0");
  }

  @EachJudge
  void eachAggregateIsWhatTheTableSays(Judge judge) {
    String events = "a@0=4 a@10=1 a@20=3 a@25=3";
    assertThat(value(judge, that(COUNT, "> 1000"), events)).isEqualTo("4.0");
    assertThat(value(judge, that(COUNT, "> 1000").where("> 3"), events)).isEqualTo("1.0");
    assertThat(value(judge, that(MIN, "> 1000"), events)).isEqualTo("1.0");
    assertThat(value(judge, that(MAX, "> 1000"), events)).isEqualTo("4.0");
    assertThat(value(judge, that(AVG, "> 1000"), events)).isEqualTo("2.75");
    assertThat(value(judge, that(SUM, "> 1000"), events)).isEqualTo("11.0");
    assertThat(value(judge, that(LAST, "> 1000"), events)).isEqualTo("3.0");
    assertThat(value(judge, that(INCREASE, "> 1000"), events)).isEqualTo("3.0");
    assertThat(value(judge, that(RATE, "> 1000"), events)).isEqualTo("0.05");
    assertThat(value(judge, that(CONSECUTIVE, "> 1000").where("> 2"), events)).isEqualTo("2.0");
    assertThat(value(judge, that(CONSECUTIVE, "> 1000").where("< 2"), events)).isEqualTo("0.0");
  }

  @EachJudge
  void percentilesAreNearestRanks(Judge judge) {
    String events = "a@0=10 a@1=3 a@2=8 a@3=1 a@4=6 a@5=7 a@6=5 a@7=9 a@8=4 a@9=2";
    assertThat(value(judge, that(P50, "> 1000"), events)).isEqualTo("5.0");
    assertThat(value(judge, that(P90, "> 1000"), events)).isEqualTo("9.0");
    assertThat(value(judge, that(P95, "> 1000"), events)).isEqualTo("10.0");
    assertThat(value(judge, that(P99, "> 1000"), events)).isEqualTo("10.0");
    assertThat(value(judge, that(P50, "> 1000"), "a@0=2 a@1=1 a@2=3")).isEqualTo("2.0");
  }

  @EachJudge
  void pooledIncreaseIsTheSumOverTheSeries(Judge judge) {
    assertThat(value(judge, that(INCREASE, "> 1000").pooled(), "a@0=1 b@1=10 a@2=3 b@3=11"))
        .isEqualTo("3.0");
  }

  @EachJudge
  void pooledReadingsOfOneTimeAreOrderedByTheirLabels(Judge judge) {
    assertThat(value(judge, that(LAST, "> 1000").pooled(), "b@0=2 a@0=1")).isEqualTo("2.0");
    assertThat(value(judge, that(CONSECUTIVE, "> 1000").where("> 1").pooled(), "b@0=2 a@0=1"))
        .isEqualTo("1.0");
  }

  @EachJudge
  void aWindowWithoutReadingsIsFalseWhateverTheComparison(Judge judge) {
    var rule = rule(that(LAST, "< 5").of("errors").within(10), that(LAST, ">= 0"));
    assertThat(judge.says(rule, "a@0=errors:1,load:1 a@10=load:1"))
        .containsExactly("0 firing 1.0", "10 resolved null");
  }

  @EachJudge
  void theComparisonIsAsWritten(Judge judge) {
    assertThat(judge.says(rule(that(LAST, "> 5")), "a@0=5 a@1=6")).containsExactly("1 firing 6.0");
    assertThat(judge.says(rule(that(LAST, ">= 5")), "a@0=4 a@1=5")).containsExactly("1 firing 5.0");
    assertThat(judge.says(rule(that(LAST, "< 5")), "a@0=5 a@1=4")).containsExactly("1 firing 4.0");
    assertThat(judge.says(rule(that(LAST, "<= 5")), "a@0=6 a@1=5")).containsExactly("1 firing 5.0");
    assertThat(judge.says(rule(that(LAST, "== 5")), "a@0=4 a@1=5")).containsExactly("1 firing 5.0");
    assertThat(judge.says(rule(that(LAST, "!= 5")), "a@0=5 a@1=4")).containsExactly("1 firing 4.0");
  }

  @EachJudge
  void theReportedValueIsTheMostExtremeOfTheTrueSeries(Judge judge) {
    assertThat(judge.says(rule(that(LAST, "> 5").quorum("instance", 2)), "a@0=9 b@1=7"))
        .containsExactly("1 firing 9.0");
    assertThat(judge.says(rule(that(LAST, "< 50").quorum("instance", 2)), "a@0=9 b@1=7"))
        .containsExactly("1 firing 7.0");
    assertThat(judge.says(rule(that(LAST, "!= 0").quorum("instance", 2)), "b@0=7 a@1=9"))
        .containsExactly("1 firing 9.0");
    assertThat(judge.says(rule(that(LAST, "== 9")), "a@0=1 b@1=9")).containsExactly("1 firing 9.0");
  }

  @EachJudge
  void whenNoSeriesIsTrueTheReportedValueIsTheMostExtremeOfThoseInTheWindow(Judge judge) {
    assertThat(judge.says(rule(that(LAST, "== 9")), "a@0=1 b@1=9 b@2=3"))
        .containsExactly("1 firing 9.0", "2 resolved 1.0");
    assertThat(value(judge, that(LAST, "> 50"), "a@0=40 b@1=10")).isEqualTo("40.0");
    assertThat(value(judge, that(LAST, "< 5"), "a@0=40 b@1=10")).isEqualTo("10.0");
    assertThat(value(judge, that(LAST, "> 50"), "a@-40=40 b@0=10")).isEqualTo("10.0");
  }

  @EachJudge
  void aTrueSeriesGivesTheValueEvenWhereTheQuorumIsMissed(Judge judge) {
    var condition = that(LAST, "== 9").quorum("instance", 2);
    assertThat(value(judge, condition, "a@0=1 b@1=9")).isEqualTo("9.0");
  }

  @EachJudge
  void aReadingAtOrBeforeTMinusWindowIsLateAndChangesNothing(Judge judge) {
    var rule = rule(that(COUNT, ">= 2"));
    assertThat(judge.says(rule, "a@60=1 a@0=1 a@-5=1")).isEmpty();
    assertThat(judge.says(rule, "a@60=1 a@0.001=1")).containsExactly("60 firing 2.0");
  }

  @EachJudge
  void whatIsLateForOneConditionIsNotForOneWithALongerWindow(Judge judge) {
    var rule = rule(that(COUNT, ">= 2").within(10), that(COUNT, ">= 2")).any();
    assertThat(judge.says(rule, "a@60=1 a@30=1")).containsExactly("60 firing 1.0");
  }

  @EachJudge
  void aReadingOutOfOrderTakesItsPlaceInTimeAndIsJudgedAtT(Judge judge) {
    assertThat(judge.says(rule(that(LAST, "> 5")), "a@10=1 a@5=9")).isEmpty();
    assertThat(judge.says(rule(that(INCREASE, ">= 4")), "a@0=0 a@20=3 a@10=2")).isEmpty();
    assertThat(judge.says(rule(that(INCREASE, ">= 4")), "a@0=0 a@20=3 a@10=5"))
        .containsExactly("20 firing 8.0");
  }

  @EachJudge
  void aReadingDeliveredAgainChangesNothingAndTheFirstValueWins(Judge judge) {
    assertThat(judge.says(rule(that(COUNT, ">= 2")), "a@0=1 a@0=1")).isEmpty();
    assertThat(judge.says(rule(that(LAST, "> 5")), "a@0=1 a@0=9")).isEmpty();
    assertThat(judge.says(rule(that(COUNT, ">= 2").pooled()), "a@0=1 b@0=1"))
        .containsExactly("0 firing 2.0");
  }

  @EachJudge
  void allAndAnyJoinTheConditions(Judge judge) {
    var all = rule(that(LAST, "> 5"), that(LAST, "> 5").of("errors"));
    assertThat(judge.says(all, "a@0=load:9,errors:1 a@1=errors:9")).containsExactly("1 firing 9.0");
    var any = rule(that(LAST, "> 5"), that(LAST, "> 5").of("errors")).any();
    assertThat(judge.says(any, "a@0=load:1,errors:9")).containsExactly("0 firing 1.0");
  }

  /** The value of a condition that is false by itself, told when another comes true. */
  private static String value(Judge judge, ConditionDraft condition, String events) {
    var rule = rule(condition, that(LAST, "> 0").of("errors")).any();
    Transition transition = judge.transitions(rule, events + " z@30=errors:1").get(0);
    return "" + transition.value();
  }
}
