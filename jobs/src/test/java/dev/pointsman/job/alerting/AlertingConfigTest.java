package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertingConfigTest {

  @Test
  void theAddressOfKafkaIsEnough() throws Exception {
    AlertingConfig config = AlertingConfig.parse("--bootstrap-servers", "kafka:9092");
    assertThat(config).isEqualTo(AlertingConfig.of(config.kafka()));
    assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
    assertThat(config.group()).isEqualTo("pointsman-alerting");
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.maxAhead()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.fromEarliest()).isTrue();
  }

  @Test
  void whatIsGivenStands() throws Exception {
    AlertingConfig config =
        AlertingConfig.parse(
            "--bootstrap-servers",
            "k:1",
            "--group",
            "blue",
            "--max-ahead",
            "60000",
            "--start",
            "latest");
    assertThat(config.group()).isEqualTo("blue");
    assertThat(config.maxAhead()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.fromEarliest()).isFalse();
  }

  @Test
  void whatIsWrongIsSaidWithTheUsage() {
    assertThatThrownBy(() -> AlertingConfig.parse())
        .hasMessageStartingWith("option --bootstrap-servers is missing")
        .hasMessageContaining("options of the alerting job:");
    assertThatThrownBy(
            () -> AlertingConfig.parse("--bootstrap-servers", "k:1", "--start", "yesterday"))
        .hasMessageStartingWith("option --start must be earliest or latest, not yesterday");
    assertThatThrownBy(() -> AlertingConfig.parse("--bootstrap-servers", "k:1", "--group-ttl", "0"))
        .hasMessageStartingWith("option --group-ttl must be more than 0");
  }
}
