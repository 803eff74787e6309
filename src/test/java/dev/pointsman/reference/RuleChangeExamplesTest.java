package dev.pointsman.reference;

import static dev.pointsman.reference.ConditionDraft.that;
import static dev.pointsman.reference.RuleDraft.rule;
import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.EVERY;
import static dev.pointsman.rule.Aggregate.LAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.Reason;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Matcher;
import java.util.List;

class RuleChangeExamplesTest {

  private static final RuleDraft TWO_FAILURES = rule(that(COUNT, ">= 2"));

  @EachJudge
  void aRemovedRuleResolvesItsFiringAlerts(Judge judge) {
    var transitions =
        judge.run(
            new Scenario(
                List.of(rule(that(LAST, "> 5")).named("removed")),
                Judge.events("a@0=9 a@3=9"),
                List.of(),
                Judge.events("a@5=9")));
    assertThat(transitions)
        .extracting(Judge::brief)
        .containsExactly("0 firing 9.0", "3 resolved 9.0");
    assertThat(transitions.get(1).reason()).isEqualTo(Reason.RULE_REMOVED);
    assertThat(transitions.get(1).startsAt()).isEqualTo(transitions.get(0).at());
    assertThat(transitions.get(1).endsAt()).isEqualTo(transitions.get(1).at());
  }

  @EachJudge
  void aRuleThatGroupsOtherwiseIsAnotherRule(Judge judge) {
    assertThat(
            says(
                judge,
                rule(that(COUNT, ">= 2")),
                "a/z1@0=1 a/z1@1=1",
                rule(that(COUNT, ">= 2")).by("zone"),
                "a/z1@2=1 a/z1@3=1"))
        .containsExactly("1 firing 2.0", "1 resolved 2.0", "3 firing 2.0");
  }

  @EachJudge
  void aConditionKeepsItsReadingsWhereMetricMatchAndWindowAreUnchanged(Judge judge) {
    var three = rule(that(COUNT, ">= 3")).holding(0, 60);
    assertThat(says(judge, TWO_FAILURES, "a@0=1", three, "a@1=1 a@2=1"))
        .containsExactly("2 firing 3.0");
    var moved = rule(that(LAST, ">= 1"), that(COUNT, ">= 3"));
    assertThat(says(judge, TWO_FAILURES, "a@0=1", moved, "a@1=1 a@2=1"))
        .containsExactly("2 firing 1.0");
  }

  @EachJudge
  void aConditionStartsAnewWhereMetricMatchOrWindowChanged(Judge judge) {
    var longer = rule(that(COUNT, ">= 2").within(90));
    assertThat(says(judge, TWO_FAILURES, "a@0=1", longer, "a@1=1 a@2=1"))
        .containsExactly("2 firing 2.0");
    var narrower = rule(that(COUNT, ">= 2").matching("instance", Matcher.Kind.NOT_EQUAL, "b"));
    assertThat(says(judge, TWO_FAILURES, "a@0=1", narrower, "a@1=1 a@2=1"))
        .containsExactly("2 firing 2.0");
    var other = rule(that(COUNT, ">= 2").of("errors"));
    assertThat(says(judge, TWO_FAILURES, "a@0=1", other, "a@1=errors:1 a@2=errors:1"))
        .containsExactly("2 firing 2.0");
  }

  @EachJudge
  void aRunGoesOnWhereItsBoundIsUnchanged(Judge judge) {
    assertThat(
            says(
                judge,
                rule(that(EVERY, "> 5")).holding(1000, 0),
                "a@0=9 a@45=9 a@90=9",
                rule(that(EVERY, "> 5")),
                "a@100=9"))
        .containsExactly("90 pending 9.0", "100 firing 9.0");
  }

  @EachJudge
  void aSustainedAlertStaysFiringUnderAnotherBoundThatItsReadingsSatisfy(Judge judge) {
    var above5 = rule(that(EVERY, "> 5"));
    var above4 = rule(that(EVERY, "> 4"));
    assertThat(says(judge, above5, "a@0=9 a@45=9 a@90=9", above4, "a@100=9"))
        .containsExactly("90 firing 9.0");
    var pooled5 = rule(that(EVERY, "> 5").pooled());
    var pooled4 = rule(that(EVERY, "> 4").pooled());
    assertThat(says(judge, pooled5, "a@0=9 b@45=9 a@90=9", pooled4, "b@100=9"))
        .containsExactly("90 firing 9.0");
  }

  @EachJudge
  void aRunUnderAnotherBoundBeginsAtMostWithTheNewestReadingFromBeforeTheWindow(Judge judge) {
    var above5 = rule(that(EVERY, "> 5"));
    var above4 = rule(that(EVERY, "> 4"));
    assertThat(says(judge, above5, "a@0=5 a@29=1 a@30=5 a@60=5 a@90=5", above4, "a@90.001=5"))
        .containsExactly("90.001 firing 5.0");
    assertThat(says(judge, above5, "a@0=5 a@30=5 a@60=5 a@90=5", above4, "a@90=5 a@89=5"))
        .containsExactly("90 firing 5.0");
    var waiting = above4.holding(1000, 0);
    assertThat(says(judge, above5, "a@0=5 a@31=5 a@61=5", waiting, "a@62=5"))
        .containsExactly("62 pending 5.0");
  }

  @EachJudge
  void aRunUnderAnotherBoundBeginsInTheWindowWhereTheNewestBeforeItDoesNotSatisfy(Judge judge) {
    var above5 = rule(that(EVERY, "> 5"));
    var above4 = rule(that(EVERY, "> 4"));
    assertThat(says(judge, above5, "a@0=1 a@45=5 a@90=5", above4, "a@104=5")).isEmpty();
    assertThat(says(judge, above5, "a@0=1 a@45=5 a@90=5", above4, "a@105=5"))
        .containsExactly("105 firing 5.0");
    var above8 = rule(that(EVERY, "> 8"));
    assertThat(says(judge, above5, "a@0=9 a@29=7 a@60=9 a@89=9", above8, "a@90=9"))
        .containsExactly("60 firing 9.0", "90 resolved 9.0");
  }

  @EachJudge
  void aReadingFromBeforeTheWindowIsForgottenWithTheRunsOfAnotherKind(Judge judge) {
    var each = rule(that(EVERY, "> 5"));
    var pooled = rule(that(EVERY, "> 4").pooled());
    assertThat(says(judge, each, "a@0=9 a@45=9 a@90=9", pooled, "a@100=9"))
        .containsExactly("90 firing 9.0", "100 resolved 9.0");
  }

  @EachJudge
  void aSeriesThatLeftTheWindowGoesOnUnderAnotherBoundWhenItComesBackInTime(Judge judge) {
    var above5 = rule(that(EVERY, "> 5"));
    var above3 = rule(that(EVERY, "> 3"));
    assertThat(says(judge, above5, "a@0=4 a@60=4 b@120=1", above3, "a@120=4"))
        .containsExactly("120 firing 4.0");
    assertThat(says(judge, above5, "a@0=4 a@60=4 b@120=1", above3, "a@120.001=4")).isEmpty();
  }

  @EachJudge
  void aFiringAlertStaysFiringUntilAVerdictSaysOtherwise(Judge judge) {
    assertThat(says(judge, rule(that(LAST, "> 5")), "a@0=7", rule(that(LAST, "> 8")), "b@60=1"))
        .containsExactly("0 firing 7.0", "60 resolved 1.0");
    assertThat(
            says(
                judge,
                rule(that(LAST, "> 5")),
                "a@0=7",
                rule(that(LAST, "> 8")),
                "a@0=7 a@10=unwanted:1"))
        .containsExactly("0 firing 7.0");
  }

  private static List<String> says(
      Judge judge, RuleDraft before, String events, RuleDraft after, String laterEvents) {
    List<AlertRule> rules = List.of(before.named("example"));
    List<AlertRule> changed = List.of(after.named("example"));
    return judge
        .run(new Scenario(rules, Judge.events(events), changed, Judge.events(laterEvents)))
        .stream()
        .map(Judge::brief)
        .toList();
  }
}
