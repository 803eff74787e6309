package dev.pointsman.job.notification;

import static dev.pointsman.job.notification.TestingAlerts.firing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.DeliveryPolicy;
import dev.pointsman.notify.DeliveryState;
import dev.pointsman.notify.Receiver;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EnvironmentReceiversTest {

  private static final Map<String, String> COMPLETE =
      Map.of(
          EnvironmentReceivers.PAGERDUTY_ROUTING_KEY, "0123456789abcdef0123456789abcdef",
          EnvironmentReceivers.SLACK_BOT_TOKEN, "xoxb-0123456789");

  @Test
  void whatIsMissingIsNamed() {
    assertThat(new EnvironmentReceivers().missing(Map.of()))
        .containsExactly(
            "neither PAGERDUTY_ROUTING_KEY nor PAGERDUTY_ROUTING_KEY_FILE is set",
            "neither SLACK_BOT_TOKEN nor SLACK_BOT_TOKEN_FILE is set");
    assertThat(new EnvironmentReceivers(COMPLETE).missing(Map.of())).isEmpty();
  }

  @Test
  void aServiceWithoutASecretRejectsWithWhatToSet() throws Exception {
    var receivers = new EnvironmentReceivers().open(Map.of());
    var plan = DeliveryPolicy.DEFAULT.plan(DeliveryState.NEW, firing("a", 0), 0, false);
    for (Delivery delivery : plan.state().outbox()) {
      Receiver receiver = receivers.get(delivery.destination().service());
      Answer answer = Objects.requireNonNull(receiver).deliver(delivery);
      assertThat(answer).isInstanceOf(Answer.Rejected.class);
      assertThat(((Answer.Rejected) answer).reason()).contains("is set");
    }
  }

  @Test
  void whatIsGivenToTheJobStandsBeforeTheEnvironment() {
    Map<String, String> environment =
        Map.of("PAGERDUTY_ROUTING_KEY_FILE", "missing", "SLACK_BOT_TOKEN", "xoxb-other");
    assertThat(new EnvironmentReceivers(COMPLETE).missing(environment)).isEmpty();
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    var receivers =
        new EnvironmentReceivers(
            Map.of(
                EnvironmentReceivers.PAGERDUTY_ROUTING_KEY, "0123456789abcdef0123456789abcdef",
                EnvironmentReceivers.PAGERDUTY_URL, "events.pagerduty.com"));
    assertThatThrownBy(() -> receivers.open(Map.of()))
        .hasMessage("PAGERDUTY_URL is no http:// or https:// address: events.pagerduty.com");
  }
}
