package dev.pointsman.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  @ParameterizedTest
  @CsvSource({
    ">, false, false, true",
    ">=, false, true, true",
    "<, true, false, false",
    "<=, true, true, false",
    "==, false, true, false",
    "!=, true, false, true"
  })
  void aComparisonHoldsBelowAtOrAboveTheThreshold(
      String symbol, boolean below, boolean equal, boolean above) {
    Comparison comparison = Comparison.ofSymbol(symbol).orElseThrow();
    assertThat(comparison.symbol()).isEqualTo(symbol);
    var bound = new Bound(comparison, 0.1);
    assertThat(bound.holds(Math.nextDown(0.1))).isEqualTo(below);
    assertThat(bound.holds(0.1)).isEqualTo(equal);
    assertThat(bound.holds(Math.nextUp(0.1))).isEqualTo(above);
  }

  @Test
  void zeroEqualsItsNegative() {
    assertThat(new Bound(Comparison.EQUAL, 0).holds(-0.0)).isTrue();
    assertThat(new Bound(Comparison.NOT_EQUAL, 0).holds(-0.0)).isFalse();
    assertThat(new Bound(Comparison.LESS, 0).holds(-0.0)).isFalse();
  }

  @Test
  void thereIsNoOtherSymbol() {
    assertThat(Comparison.ofSymbol("=")).isEmpty();
    assertThat(Comparison.ofSymbol("")).isEmpty();
  }

  @Test
  void aThresholdIsFinite() {
    assertThatThrownBy(() -> new Bound(Comparison.LESS, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bound(Comparison.LESS, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
