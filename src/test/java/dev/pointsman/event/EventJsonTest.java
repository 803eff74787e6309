package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.EventDecoder.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

  @Test
  void aReadingIsWrittenAsAMetricEvent() {
    assertThat(EventJson.write(new Reading("m", Labels.of("b", "2", "a", "1"), 0.5, 7)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"metric\":\"m\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"value\":0.5,"
                + "\"timestamp\":7}");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, 3, -2.5, 0.1, 1e15, 1e-300, Double.MAX_VALUE, Double.MIN_VALUE})
  void whatIsWrittenIsReadAsItWas(double value) {
    var reading =
        new Reading(
            "m é", Labels.of("quote\"", "new\nline", "", "😀\u0000"), value, Long.MAX_VALUE);
    assertThat(
            new EventDecoder(EventDecoder.EARLIEST)
                .decode(EventJson.write(reading), Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            Decoded.Accepted.class,
            it -> assertThat(it.event().readings()).isEqualTo(List.of(reading)));
  }
}
