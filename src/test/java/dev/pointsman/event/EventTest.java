package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {

  @Test
  void anEventMeasuresSomething() {
    assertThatThrownBy(() -> new Event(Labels.EMPTY, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aValueIsFinite(double value) {
    assertThatThrownBy(() -> new Measurement("m", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value of m is " + value);
    assertThatThrownBy(() -> new Reading("m", Labels.EMPTY, value, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKindHasItsTopic() {
    assertThat(EventKind.ofTopic("health-checks")).contains(EventKind.HEALTH_CHECK);
    assertThat(EventKind.ofTopic("replication-lag")).contains(EventKind.REPLICATION_LAG);
    assertThat(EventKind.ofTopic("metrics")).contains(EventKind.METRIC);
    assertThat(EventKind.ofTopic("alerts")).isEmpty();
  }

  @Test
  void aRejectionsDetailCanBeWrittenEvenWhenItCutACharacterInHalf() {
    String emoji = "😀";
    assertThat(new Rejection(Rejection.Reason.UNKNOWN_STATUS, "a" + emoji.charAt(0)))
        .hasToString("unknown_status: a?");
    assertThat(new Rejection(Rejection.Reason.UNKNOWN_STATUS, emoji).detail()).isEqualTo(emoji);
  }
}
