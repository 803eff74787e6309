package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesValuesTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0x3, 0 0 0 0",
    "5x0, 5",
    "1+2x3, 1 3 5 7",
    "1-2x3, 1 -1 -3 -5",
    "-2+4x3, -2 2 6 10",
    "-.5-.5x1, -0.5 -1",
    "1.5e3+1E-1x1, 1500 1500.1",
    "+7, 7",
    "_, _",
    "_x4, _ _ _ _",
    "_x0, ''",
    "1 _x2   2, 1 _ _ 2",
    "0x3 1x3 0 _x4 0, 0 0 0 0 1 1 1 1 0 _ _ _ _ 0"
  })
  void valuesReadAsPromtoolReadsThem(String text, String expanded) {
    List<@Nullable Double> expected =
        expanded.isEmpty()
            ? List.of()
            : Arrays.stream(expanded.split(" "))
                .<@Nullable Double>map(each -> each.equals("_") ? null : Double.valueOf(each))
                .toList();

    assertThat(SeriesValues.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1x",
        "1+2",
        "1+-2x3",
        "x3",
        "1x-3",
        "1x1.5",
        "stale",
        "NaN",
        "Inf",
        "__",
        "_x",
        "1,2",
        "{{schema:0}}",
        "0x99999999999",
        "1x600000 1x600000",
        "1e308+1e308x2"
      })
  void whatPromtoolDoesNotKnowIsRefused(String text) {
    assertThatThrownBy(() -> SeriesValues.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
