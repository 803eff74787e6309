package dev.pointsman.reference;

import static dev.pointsman.reference.ConditionDraft.that;
import static dev.pointsman.reference.RuleDraft.rule;
import static dev.pointsman.rule.Aggregate.EVERY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Judge.class)
class EveryExamplesTest {

  private static final RuleDraft SUSTAINED = rule(that(EVERY, "> 5"));

  private final Judge judge;

  EveryExamplesTest(Judge judge) {
    this.judge = judge;
  }

  @Test
  void aRunIsTrueOnceItIsAWindowLong() {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@30=9 a@59.999=9")).isEmpty();
    assertThat(judge.says(SUSTAINED, "a@0=9 a@30=9 a@60=7")).containsExactly("60 firing 7.0");
  }

  @Test
  void aReadingThatDoesNotSatisfyBreaksTheRun() {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@30=5 a@60=9 a@89=9")).isEmpty();
    assertThat(judge.says(SUSTAINED, "a@0=9 a@30=5 a@60=9 a@90=9 a@120=9"))
        .containsExactly("120 firing 9.0");
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60=9 a@61=5"))
        .containsExactly("60 firing 9.0", "61 resolved 5.0");
  }

  @Test
  void aGapLongerThanTheWindowBreaksTheRunWhichBeginsAgainAfterIt() {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60=9")).containsExactly("60 firing 9.0");
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60.001=9 a@120=9")).isEmpty();
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60.001=9 a@120.001=9"))
        .containsExactly("120.001 firing 9.0");
  }

  @Test
  void aRunIsRememberedFromItsBeginningThoughThatIsOlderThanTheWindow() {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@50=9 a@100=9 a@140=9 a@200=9"))
        .containsExactly("100 firing 9.0");
  }

  @Test
  void aReadingOutOfOrderCanCloseAGap() {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@61=9 a@30=9")).containsExactly("61 firing 9.0");
  }

  @Test
  void aReadingOutOfOrderCanBreakARunThatBeganBeforeTheWindow() {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@50=9 a@100=9 a@45=1"))
        .containsExactly("100 firing 9.0", "100 resolved 9.0");
  }

  @Test
  void aSeriesThatLeftTheWindowIsFalseAndItsRunGoesOnWhenItComesBackInTime() {
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60=9 b@120=1"))
        .containsExactly("60 firing 9.0", "120 resolved 1.0");
    assertThat(judge.says(SUSTAINED, "a@0=9 a@60=9 b@120=1 a@110=9"))
        .containsExactly("60 firing 9.0", "120 resolved 1.0", "120 firing 9.0");
  }

  @Test
  void theValueIsOfASeriesWhoseRunIsLongEnough() {
    assertThat(judge.says(SUSTAINED, "a@0=9 b@60=100 a@60=9")).containsExactly("60 firing 9.0");
  }

  @Test
  void pooledItIsOneRunOfAllSeries() {
    var pooled = rule(that(EVERY, "> 5").pooled());
    assertThat(judge.says(pooled, "a@0=9 b@30=9 c@60=9")).containsExactly("60 firing 9.0");
    assertThat(judge.says(pooled, "a@0=9 b@30=1 a@60=9")).isEmpty();
  }
}
