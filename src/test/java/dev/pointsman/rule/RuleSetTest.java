package dev.pointsman.rule;

import static dev.pointsman.rule.TestingRules.by;
import static dev.pointsman.rule.TestingRules.condition;
import static dev.pointsman.rule.TestingRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTest {

  private static final AlertRule A = rule("a", by("x"), condition("m"));
  private static final AlertRule B = rule("b", by("x"), condition("m"));

  @Test
  void rulesAreInTheOrderOfTheirNames() {
    assertThat(RuleSet.of(List.of(B, A)).rules()).containsExactly(A, B);
    assertThat(RuleSet.of(List.of(B, A))).isEqualTo(RuleSet.of(List.of(A, B)));
  }

  @Test
  void aNameStandsForOneRule() {
    assertThatThrownBy(() -> RuleSet.of(List.of(A, rule("a", by("y"), condition("n")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two rules have the name a");
  }

  @Test
  void aChangeIsAnotherSet() {
    RuleSet set = RuleSet.of(List.of(A));
    AlertRule changed = rule("a", by("y"), condition("n"));
    assertThat(set.with(B)).isEqualTo(RuleSet.of(List.of(A, B)));
    assertThat(set.with(changed).get("a")).isEqualTo(changed);
    assertThat(set.with(changed).size()).isEqualTo(1);
    assertThat(set.without("a", 1)).isEqualTo(RuleSet.EMPTY);
    assertThat(set.without("b", 1)).isEqualTo(set);
    assertThat(set.rules()).containsExactly(A);
    assertThat(set.get("b")).isNull();
  }

  @Test
  void aRuleThatWasRemovedAndPutBackIsAnother() {
    RuleSet set = RuleSet.of(List.of(A, B));
    RuleSet putBack = set.without("a", 3).with(A);
    assertThat(putBack).isNotEqualTo(set);
    assertThat(putBack.rules()).containsExactly(A, B);
    assertThat(putBack.removal("a")).isEqualTo(3);
    assertThat(putBack.removal("b")).isZero();
    assertThat(putBack.without("a", 2).removal("a")).isEqualTo(3);
  }

  @Test
  void aRuleHasConditionsAndOnlyOneWhereItGroupsByEveryLabel() {
    assertThatThrownBy(() -> rule("a", by("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rule a has no condition");
    assertThatThrownBy(() -> rule("a", GroupBy.EVERY_LABEL, condition("m"), condition("n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rule a groups by every label and has more than one condition");
  }

  @Test
  void aGroupMattersForTwiceTheLongestWindowOrSilenceThatMeansSomething() {
    AlertRule window = rule("w", by("x"), condition("m", Aggregate.MAX, "> 5", 10));
    assertThat(RuleSet.EMPTY.longestMemoryMillis()).isZero();
    assertThat(RuleSet.of(List.of(window)).longestMemoryMillis()).isEqualTo(20);
    for (NoData.Policy policy : NoData.Policy.values()) {
      AlertRule quiet =
          rule("q", by("x"), new NoData(policy, 30), condition("m", Aggregate.MAX, "> 5", 10));
      assertThat(RuleSet.of(List.of(window, quiet)).longestMemoryMillis())
          .isEqualTo(policy == NoData.Policy.KEEP ? 20 : 60);
    }
    AlertRule forever = rule("f", by("x"), condition("m", Aggregate.MAX, "> 5", Long.MAX_VALUE));
    assertThat(RuleSet.of(List.of(forever)).longestMemoryMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void durationsAreNotNegativeAndSilenceIsLongerThanNothing() {
    assertThatThrownBy(() -> new Hold(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Hold(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NoData(NoData.Policy.KEEP, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
