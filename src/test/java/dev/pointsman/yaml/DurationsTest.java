package dev.pointsman.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0s,0",
    "5ms,5",
    "90s,90000",
    "5m,300000",
    "1h30m,5400000",
    "2d,172800000",
    "1d2h3m4s5ms,93784005",
    "1m5ms,60005",
    "007s,7000",
    "9223372036854775807ms,9223372036854775807"
  })
  void aDurationIsTheSumOfItsParts(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "5",
        "m",
        "-5m",
        "+5m",
        "1.5h",
        "5 m",
        " 5m",
        "5m ",
        "30m1h",
        "1m1m",
        "2w",
        "5M",
        "5minutes",
        "5m\n",
        "٣m"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a duration like 90s, 5m or 1h30m (units d h m s ms), not \"" + text + '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9223372036854775808ms", "99999999999999d", "106751991167d9223372036854775807ms"})
  void aDurationBeyondALongIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is too long");
  }

  @Test
  void whatIsFormattedReadsBackTheSame() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long millis = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(60);
      assertThat(Durations.parse(Durations.format(millis))).isEqualTo(millis);
    }
    assertThat(Durations.format(5_400_000)).isEqualTo("1h30m");
    assertThat(Durations.format(0)).isEqualTo("0s");
  }
}
