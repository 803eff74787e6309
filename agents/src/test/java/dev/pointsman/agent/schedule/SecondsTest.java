package dev.pointsman.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondsTest {

  @ParameterizedTest
  @CsvSource({"250, 250 ms", "1000, 1 s", "1500, 1.5 s", "90000, 90 s", "0, 0 s"})
  void aDurationIsOneNumberWithItsUnit(long millis, String text) {
    assertThat(Seconds.text(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
