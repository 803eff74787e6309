package dev.pointsman.agent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentEventTest {

  private static final Instant AT = Instant.ofEpochMilli(1763700000123L);

  @Test
  void whatIsUpHasALatency() {
    assertThat(json(check(true, Duration.ofNanos(12_345_678), null)))
        .isEqualTo(
            """
            {"check":"api","target":"db:1","region":"us-west-2","observer":"us-east-1",\
            "status":"up","latency_ms":12.345678,"timestamp":1763700000123}""");
  }

  @Test
  void whatIsDownHasAnError() {
    assertThat(json(check(false, null, "no \"answer\"")))
        .isEqualTo(
            """
            {"check":"api","target":"db:1","region":"us-west-2","observer":"us-east-1",\
            "status":"down","error":"no \\"answer\\"","timestamp":1763700000123}""");
  }

  @Test
  void aLagSaysOnlyWhatIsKnown() {
    assertThat(json(new ReplicationLagEvent("orders", "r2", "us-east-1", 12.5, null, "sync", AT)))
        .isEqualTo(
            """
            {"cluster":"orders","replica":"r2","region":"us-east-1","lag_ms":12.5,\
            "sync_state":"sync","timestamp":1763700000123}""");
    assertThat(json(new ReplicationLagEvent("orders", "r2", "us-east-1", null, 9e4, null, AT)))
        .isEqualTo(
            """
            {"cluster":"orders","replica":"r2","region":"us-east-1","lag_bytes":90000.0,\
            "timestamp":1763700000123}""");
  }

  @Test
  void aLagWithoutAnyValueDoesNotExist() {
    assertThatThrownBy(() -> new ReplicationLagEvent("c", "r", "us-east-1", null, null, "sync", AT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no lag of r");
  }

  @Test
  void eachKindHasItsTopicAndKey() {
    var metric = MetricEvent.of("up", Labels.of("job", "node", "instance", "a:1"), 1, AT);
    var lag = new ReplicationLagEvent("orders", "r2", "us-east-1", 1.0, null, null, AT);
    assertThat(check(true, null, null).kind().topic()).isEqualTo("health-checks");
    assertThat(check(true, null, null).key()).isEqualTo("db:1");
    assertThat(lag.kind().topic()).isEqualTo("replication-lag");
    assertThat(lag.key()).isEqualTo("orders");
    assertThat(metric.kind().topic()).isEqualTo("metrics");
    assertThat(metric.key()).isEqualTo("up{instance=\"a:1\",job=\"node\"}");
  }

  private static HealthCheckEvent check(
      boolean up, @Nullable Duration latency, @Nullable String error) {
    return new HealthCheckEvent("api", "db:1", "us-west-2", "us-east-1", up, latency, error, AT);
  }

  private static String json(AgentEvent event) {
    return new String(event.json(), StandardCharsets.UTF_8);
  }
}
