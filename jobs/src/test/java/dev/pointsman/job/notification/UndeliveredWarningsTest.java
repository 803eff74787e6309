package dev.pointsman.job.notification;

import static dev.pointsman.job.notification.TestingAlerts.firing;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UndeliveredWarningsTest {

  private static final long START = 1_763_691_200_000L;

  private final UndeliveredWarnings warnings = new UndeliveredWarnings();

  @Test
  void aWarningHasTheRuleTheDestinationAndTheReason() {
    assertThat(warnings.warning(undelivered("slack #incidents", "channel_not_found", START)))
        .contains(
            "Rule region_failover: the trigger was not delivered to slack #incidents:"
                + " channel_not_found");
  }

  @Test
  void theSameReasonIsToldOnceAMinuteAndThenHowOftenItWasKeptBack() {
    assertThat(warnings.warning(undelivered("slack", "no channel", START))).isPresent();
    assertThat(warnings.warning(undelivered("slack", "no channel", START + 1))).isEmpty();
    assertThat(warnings.warning(undelivered("slack", "no channel", START + 59_999))).isEmpty();
    assertThat(warnings.warning(undelivered("slack", "no channel", START + 60_000)))
        .hasValueSatisfying(line -> assertThat(line).endsWith("slack: no channel (and 2 before)"));
    assertThat(warnings.warning(undelivered("slack", "no channel", START + 60_001))).isEmpty();
  }

  @Test
  void anotherReasonAndAnotherDestinationDoNotWaitForThatMinute() {
    assertThat(warnings.warning(undelivered("slack #a", "not_in_channel", START))).isPresent();
    assertThat(warnings.warning(undelivered("slack #a", "HTTP 500", START))).isPresent();
    assertThat(warnings.warning(undelivered("slack #b", "not_in_channel", START))).isPresent();
  }

  private static UndeliveredNotification undelivered(String destination, String reason, long at) {
    return new UndeliveredNotification(destination, "trigger", reason, at, firing("a", START));
  }
}
