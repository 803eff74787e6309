package dev.pointsman.bench.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.bench.recording.Fleet;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountRuleTest {

  private static Check check(int check, int region, int observer) {
    return new Check(
        Fleet.check(check), "a", Fleet.REGIONS.get(region), Fleet.observer(observer), true, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "10, 1",
    "10, 10",
    "100, 1",
    "100, 5",
    "1000, 1",
    "1000, 5",
    "10000, 1",
    "10000, 5"
  })
  void everyCheckConcernsAsManyRulesAndNoTwoRulesAreTheSame(int count, int perEvent) {
    List<CountRule> rules = CountRule.rules(count, perEvent);
    assertThat(rules).hasSize(count);
    for (Check each :
        List.of(check(0, 0, 0), check(199, 9, 4), check(20, 3, 1), check(117, 0, 2))) {
      assertThat(rules.stream().filter(rule -> rule.matches(each))).hasSize(perEvent);
    }
    assertThat(new HashSet<>(rules)).hasSize(count);
  }

  @Test
  void rulesOfOneClassAskForThreeToSevenFailures() {
    assertThat(CountRule.rules(10, 10).stream().map(CountRule::failures))
        .containsExactly(3, 4, 5, 6, 7, 3, 4, 5, 6, 7);
  }

  @Test
  void rulesThatDoNotDivideAreRefused() {
    assertThatThrownBy(() -> CountRule.rules(1000, 3)).hasMessageContaining("1000");
    assertThatThrownBy(() -> CountRule.rules(100_000, 5)).hasMessageContaining("100000");
  }
}
