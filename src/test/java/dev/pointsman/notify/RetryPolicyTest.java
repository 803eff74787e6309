package dev.pointsman.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  @Test
  void theDefaultsAreThoseOfTheReferenceConfiguration() {
    RetryPolicy policy = RetryPolicy.DEFAULT;
    assertThat(policy.afterFailures(1, null)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.afterFailures(2, null)).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.afterFailures(3, null)).isNull();
  }

  @Test
  void theIntervalGrowsUpToTheMaximum() {
    var policy = new RetryPolicy(10, Duration.ofSeconds(1), 2, Duration.ofSeconds(5));
    assertThat(policy.afterFailures(3, null)).isEqualTo(Duration.ofSeconds(4));
    assertThat(policy.afterFailures(4, null)).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.afterFailures(9, null)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aReceiverThatAsksForALongerPauseGetsIt() {
    assertThat(RetryPolicy.DEFAULT.afterFailures(1, Duration.ofSeconds(30)))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryPolicy.DEFAULT.afterFailures(2, Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aReceiverThatAsksForDaysIsNotBelieved() {
    assertThat(RetryPolicy.DEFAULT.afterFailures(1, Duration.ofDays(365)))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, 2, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(3, Duration.ofSeconds(2), 2, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
