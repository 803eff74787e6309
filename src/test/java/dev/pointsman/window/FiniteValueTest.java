package dev.pointsman.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readings are finite, and so is whatever is made of them. */
class FiniteValueTest {

  private static final double MAX = Double.MAX_VALUE;

  @ParameterizedTest
  @CsvSource({
    "SUM, SERIES, 1.7976931348623157e308",
    "SUM, GROUP, 1.7976931348623157e308",
    "AVG, SERIES, 8.988465674311579e307",
    "INCREASE, SERIES, 1.7976931348623157e308",
    "INCREASE, GROUP, 1.7976931348623157e308",
    "RATE, SERIES, 1.7976931348623157e308",
    "RATE, GROUP, 1.7976931348623157e308",
  })
  void aValueBeyondTheDoublesIsTheLargestOfThem(Aggregate aggregate, Scope per, double value) {
    var condition =
        new Condition(
            "m",
            List.of(),
            aggregate,
            new Bound(Comparison.NOT_EQUAL, 0),
            new Bound(Comparison.GREATER, 1),
            1,
            per,
            Map.of());
    var window = new ConditionWindow(condition, Long.MIN_VALUE, Run.NONE);
    boolean rises = aggregate == Aggregate.INCREASE || aggregate == Aggregate.RATE;
    for (String series : List.of("a", "b")) {
      var ring = new Ring("m", 0);
      window.watch(ring, Labels.of("series", series), Run.NONE);
      ring.take(1, rises ? -MAX : MAX);
      ring.take(2, MAX);
    }
    window.moveTo(1);
    assertThat(window.holds()).isTrue();
    assertThat(window.value()).isEqualTo(value);
  }
}
