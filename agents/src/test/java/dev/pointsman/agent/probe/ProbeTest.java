package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.event.AgentEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private static final Instant AT = Instant.ofEpochMilli(1763700000123L);
  private static final Outcome UP =
      Outcome.up(Duration.ofMillis(12)).with(List.of(Finding.of("tls_chain_valid", true)));

  @Test
  void aTimeoutLongerThanTheIntervalIsRefused() {
    assertThatThrownBy(
            () ->
                Probe.of(
                    "api",
                    "r",
                    "o",
                    new TcpCheck("h", 1),
                    Duration.ofMillis(10),
                    Duration.ofMillis(11)))
        .hasMessage("the timeout of api is longer than its interval");
  }

  @Test
  void agentsThatLookAlikeTakeTurns() {
    var minute = Duration.ofMinutes(1);
    Probe probe = Probe.of("api", "r", "o", new TcpCheck("db", 1), minute, minute);
    assertThat(probe.schedule("a")).isNotEqualTo(probe.schedule("b"));
    assertThat(probe.schedule("a")).isEqualTo(probe.schedule("a"));
  }

  @Test
  void anAddressOfVersionSixStandsInBrackets() {
    assertThat(new TcpCheck("::1", 80).target()).isEqualTo("[::1]:80");
    assertThat(new TcpCheck("db", 5432).target()).isEqualTo("db:5432");
  }

  @Test
  void healthTellsTheResultTheStateAndWhatWasMeasured() {
    assertThat(told(Probe.Tells.HEALTH, true))
        .containsExactly(
            """
            {"check":"api","target":"db:1","region":"r","observer":"o","status":"up",\
            "latency_ms":12.0,"timestamp":1763700000123}""",
            """
            {"metric":"health_state","labels":{"check":"api","observer":"o","region":"r",\
            "target":"db:1"},"value":1.0,"timestamp":1763700000123}""",
            """
            {"metric":"tls_chain_valid","labels":{"check":"api","observer":"o","region":"r",\
            "target":"db:1"},"value":1.0,"timestamp":1763700000123}""");
  }

  @Test
  void aStateThatIsNotKnownYetIsNotTold() {
    assertThat(told(Probe.Tells.HEALTH, null)).noneMatch(each -> each.contains("health_state"));
  }

  @Test
  void measurementsSayNothingOfHealth() {
    assertThat(told(Probe.Tells.MEASUREMENTS, true))
        .singleElement()
        .asString()
        .contains("tls_chain_valid");
  }

  private static List<String> told(Probe.Tells tells, @Nullable Boolean healthy) {
    var probe =
        new Probe(
            "api",
            "r",
            "o",
            new TcpCheck("db", 1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Thresholds.NONE,
            tells);
    var result = new ProbeResult(probe, UP, AT);
    return result.events(healthy).stream()
        .map(AgentEvent::json)
        .map(json -> new String(json, StandardCharsets.UTF_8))
        .toList();
  }
}
