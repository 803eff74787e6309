package dev.pointsman.rule;

import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.EVERY;
import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.TestingRules.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static final Matcher WEST = Matcher.of("region", Matcher.Kind.REGEX, "us-west-.*");
  private static final Matcher R1 = Matcher.of("replica", Matcher.Kind.IN, "r1");

  private static final Bound NOT_ZERO = new Bound(Comparison.NOT_EQUAL, 0);

  @Test
  void aReadingIsSelectedWhenAllMatchersMatch() {
    Condition condition = condition("lag", WEST, R1);
    assertThat(condition.selects(Labels.of("region", "us-west-2", "replica", "r1"))).isTrue();
    assertThat(condition.selects(Labels.of("region", "us-west-2", "replica", "r2"))).isFalse();
    assertThat(condition.selects(Labels.of("replica", "r1"))).isFalse();
    assertThat(condition("lag").selects(Labels.EMPTY)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "COUNT, >= 3, 3",
    "COUNT, > 3, 4",
    "COUNT, >= 2.5, 3",
    "COUNT, > 2.5, 3",
    "CONSECUTIVE, >= 0.5, 1",
    "CONSECUTIVE, > 0, 1",
    "COUNT, >= 1e300, 2147483647",
    "MAX, >= 3, 1",
    "LAST, > 3, 1",
    "EVERY, > 3, 1"
  })
  void aCountTakesAsManyReadingsAsItCompares(Aggregate aggregate, String bound, int needed) {
    Condition condition = condition("lag", aggregate, bound, 60_000);
    assertThat(condition.trigger()).isNotNull();
    assertThat(condition.triggersNeeded()).isEqualTo(needed);
  }

  @Test
  void metricMatchAndWindowAreTheIdentityOfTheReadings() {
    long identity = condition("lag", LAST, "> 5", 60_000, WEST, R1).readingsIdentity();
    assertThat(identity)
        .isEqualTo(condition("lag", COUNT, "<= 7", 60_000, R1, WEST).readingsIdentity())
        .isNotEqualTo(condition("delay", LAST, "> 5", 60_000, WEST, R1).readingsIdentity())
        .isNotEqualTo(condition("lag", LAST, "> 5", 60_001, WEST, R1).readingsIdentity())
        .isNotEqualTo(condition("lag", LAST, "> 5", 60_000, WEST).readingsIdentity());
  }

  @Test
  void theWhereQuorumAndScopeOfAConditionLeaveItsReadingsAsTheyAre() {
    var pooled =
        new Condition(
            "lag",
            List.of(),
            COUNT,
            new Bound(Comparison.LESS, 3),
            NOT_ZERO,
            60_000,
            Scope.GROUP,
            Map.of());
    var quorum =
        new Condition(
            "lag", List.of(), COUNT, NOT_ZERO, NOT_ZERO, 60_000, Scope.SERIES, Map.of("a", 2));
    assertThat(pooled.readingsIdentity())
        .isEqualTo(quorum.readingsIdentity())
        .isEqualTo(condition("lag", LAST, "> 5", 60_000).readingsIdentity());
  }

  @Test
  void aValueWithABarInItIsNotAListOfTwo() {
    assertThat(condition("lag", Matcher.in("a", List.of("x|y"))).readingsIdentity())
        .isNotEqualTo(condition("lag", Matcher.in("a", List.of("x", "y"))).readingsIdentity());
    assertThat(condition("lag", Matcher.in("a", List.of("y", "x"))).readingsIdentity())
        .isEqualTo(condition("lag", Matcher.in("a", List.of("x", "y"))).readingsIdentity());
  }

  /** It lies in checkpoints: another number here would forget the readings of every rule. */
  @Test
  void theIdentityOfReadingsDoesNotChangeFromReleaseToRelease() {
    Condition condition =
        condition("lag", EVERY, "> 5", 60_000, WEST, Matcher.in("replica", List.of("r2", "r1")));
    assertThat(condition.readingsIdentity()).isEqualTo(8_095_427_766_058_248_886L);
  }

  @Test
  void aWindowIsLongerThanNothing() {
    assertThatThrownBy(() -> condition("lag", LAST, "> 5", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a window must be longer than 0, not 0");
  }

  @Test
  void aPoolHasNoQuorum() {
    assertThatThrownBy(
            () ->
                new Condition(
                    "lag",
                    List.of(),
                    COUNT,
                    NOT_ZERO,
                    NOT_ZERO,
                    60_000,
                    Scope.GROUP,
                    Map.of("replica", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a quorum needs series to count");
  }
}
