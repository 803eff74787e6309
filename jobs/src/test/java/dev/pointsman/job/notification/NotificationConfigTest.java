package dev.pointsman.job.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotificationConfigTest {

  @Test
  void theAddressOfKafkaIsEnough() throws Exception {
    NotificationConfig config = NotificationConfig.parse("--bootstrap-servers", "kafka:9092");
    assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
    assertThat(config.group()).isEqualTo("pointsman-notification");
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.width()).isEqualTo(8);
  }

  @Test
  void whatIsGivenStands() throws Exception {
    NotificationConfig config =
        NotificationConfig.parse(
            "--bootstrap-servers",
            "kafka:9092",
            "--group",
            "blue",
            "--width",
            "3",
            "--checkpoint-interval",
            "250");
    assertThat(config.group()).isEqualTo("blue");
    assertThat(config.width()).isEqualTo(3);
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whatIsWrongIsSaidWithTheUsage() {
    assertThatThrownBy(() -> NotificationConfig.parse())
        .hasMessageStartingWith("option --bootstrap-servers is missing")
        .hasMessageContaining("PAGERDUTY_ROUTING_KEY");
    assertThatThrownBy(() -> NotificationConfig.parse("--bootstrap-server", "kafka:9092"))
        .hasMessageStartingWith("unknown option --bootstrap-server");
    assertThatThrownBy(
            () -> NotificationConfig.parse("--bootstrap-servers", "k:1", "--width", "none"))
        .hasMessageStartingWith("option --width must be a whole number, not none");
  }
}
