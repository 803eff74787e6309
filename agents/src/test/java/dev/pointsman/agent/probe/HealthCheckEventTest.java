package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealthCheckEventTest {

  private static final Instant AT = Instant.ofEpochMilli(1763700000123L);

  @Test
  void whatIsUpHasALatency() {
    assertThat(json(Outcome.up(Duration.ofNanos(12_345_678))))
        .isEqualTo(
            """
            {"check":"api","target":"db:1","region":"us-west-2","observer":"us-east-1",\
            "status":"up","latency_ms":12.345678,"timestamp":1763700000123}""");
  }

  @Test
  void whatIsDownHasAnError() {
    assertThat(json(Outcome.noAnswer("no \"answer\"")))
        .isEqualTo(
            """
            {"check":"api","target":"db:1","region":"us-west-2","observer":"us-east-1",\
            "status":"down","error":"no \\"answer\\"","timestamp":1763700000123}""");
  }

  private static String json(Outcome outcome) {
    var event = new HealthCheckEvent("api", "db:1", "us-west-2", "us-east-1", outcome, AT);
    return new String(event.json(), StandardCharsets.UTF_8);
  }
}
