package dev.pointsman.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OnceTableTest {

  private final OnceTable table = new OnceTable();

  @Test
  void aSystemThatAnsweredWithOneOfItsPartsDownIsNotWell() {
    tell("collector_up", 1);
    tell("postgresql_up", 1);
    tell("postgresql_replay_paused", 0);
    assertThat(table.allWell()).isTrue();
    assertThat(table.summary()).isEqualTo("all is well");
    tell("postgresql_up", 0);
    assertThat(table.allWell()).isFalse();
    assertThat(table.summary()).isEqualTo("down: 1");
  }

  @Test
  void theChecksStandNextToTheirSum() {
    table.accept(check("api"));
    tell("tls_chain_valid", 1);
    assertThat(table.lines()).hasSize(2).last().asString().startsWith("api ");
  }

  @Test
  void aLookAtTlsSaysThatItIsNotOneAtHealth() {
    table.accept(check("tls"));
    table.accept(check("api"));
    assertThat(table.lines().get(0)).endsWith("up   12.0 ms");
    assertThat(table.lines().get(1))
        .endsWith("up   12.0 ms  (a look at its TLS, not at its health)");
  }

  private static HealthCheckEvent check(String name) {
    return new HealthCheckEvent(
        name, "a:443", "us-west-2", "me", true, Duration.ofMillis(12), null, Instant.EPOCH);
  }

  private void tell(String metric, double value) {
    table.accept(MetricEvent.of(metric, Labels.of("target", "a"), value, Instant.EPOCH));
  }
}
