package dev.pointsman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleChangeTest {

  @Test
  void aFewRulesAreNamed() {
    assertThat(new RuleChange(3, List.of("a", "b"), List.of("c"), List.of("d")).text())
        .isEqualTo("3 rules live: added a, b; changed c; removed d");
  }

  @Test
  void manyRulesAreCounted() {
    assertThat(new RuleChange(86, Collections.nCopies(86, "a"), List.of(), List.of("b")).text())
        .isEqualTo("86 rules live: added 86; removed b");
  }
}
