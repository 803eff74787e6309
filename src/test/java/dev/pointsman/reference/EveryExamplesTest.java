package dev.pointsman.reference;

import static dev.pointsman.reference.ConditionDraft.that;
import static dev.pointsman.reference.RuleDraft.rule;
import static dev.pointsman.rule.Aggregate.EVERY;
import static org.assertj.core.api.Assertions.assertThat;

class EveryExamplesTest {

  private static final RuleDraft SUSTAINED = rule(that(EVERY, "> 5"));

  @EachJudge
  void aRunIsTrueOnceItIsAWindowLong(Judge judge) {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@30=9 a@59.999=9")).isEmpty();
    assertThat(judge.says(SUSTAINED, "a@0=9 a@30=9 a@60=7")).containsExactly("60 firing 7.0");
  }

  @EachJudge
  void aReadingThatDoesNotSatisfyBreaksTheRun(Judge judge) {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@30=5 a@60=9 a@89=9")).isEmpty();
    assertThat(judge.says(SUSTAINED, "a@0=9 a@30=5 a@60=9 a@90=9 a@120=9"))
        .containsExactly("120 firing 9.0");
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60=9 a@61=5"))
        .containsExactly("60 firing 9.0", "61 resolved 5.0");
  }

  @EachJudge
  void aGapLongerThanTheWindowBreaksTheRunWhichBeginsAgainAfterIt(Judge judge) {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60=9")).containsExactly("60 firing 9.0");
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60.001=9 a@120=9")).isEmpty();
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60.001=9 a@120.001=9"))
        .containsExactly("120.001 firing 9.0");
  }

  @EachJudge
  void aRunIsRememberedFromItsBeginningThoughThatIsOlderThanTheWindow(Judge judge) {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@50=9 a@100=9 a@140=9 a@200=9"))
        .containsExactly("100 firing 9.0");
  }

  @EachJudge
  void aReadingOutOfOrderCanCloseAGap(Judge judge) {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@61=9 a@30=9")).containsExactly("61 firing 9.0");
  }

  @EachJudge
  void aReadingOutOfOrderCanBreakARunThatBeganBeforeTheWindow(Judge judge) {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@50=9 a@100=9 a@45=1"))
        .containsExactly("100 firing 9.0", "100 resolved 9.0");
  }

  @EachJudge
  void aSeriesThatLeftTheWindowIsFalseAndItsRunGoesOnWhenItComesBackInTime(Judge judge) {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60=9 b@120=1"))
        .containsExactly("60 firing 9.0", "120 resolved 1.0");
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60=9 b@120=1 a@110=9"))
        .containsExactly("60 firing 9.0", "120 resolved 1.0", "120 firing 9.0");
  }

  @EachJudge
  void theValueIsOfASeriesWhoseRunIsLongEnough(Judge judge) {
    assertThat(judge.says(SUSTAINED, "a@0=9 b@60=100 a@60=9")).containsExactly("60 firing 9.0");
  }

  @EachJudge
  void pooledItIsOneRunOfAllSeries(Judge judge) {
    var pooled = rule(that(EVERY, "> 5").pooled());
    assertThat(judge.says(pooled, "a@0=9 b@30=9 c@60=9")).containsExactly("60 firing 9.0");
    assertThat(judge.says(pooled, "a@0=9 b@30=1 a@60=9")).isEmpty();
  }
}
