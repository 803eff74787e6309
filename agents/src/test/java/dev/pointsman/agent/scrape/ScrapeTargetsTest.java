package dev.pointsman.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.scrape.ScrapeTarget.Limits;
import dev.pointsman.agent.scrape.ScrapeTarget.Pace;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ScrapeTargetsTest {

  @Test
  void eachUrlOfEachJobIsATarget() {
    List<ScrapeTarget> targets =
        targets(
            """
            scrape:
              - job: node
                targets: [http://node-1:9100, http://node-2:9100]
                interval: 15
                timeout: 5
                labels: {region: us-west-2}
                metrics: {keep: [node_load1]}
                max_bytes: 1MB
                max_series: 10
                allow_redirect_hosts: [Node-3]
              - job: api
                targets: [https://api/metrics]
                metrics: {keep: [up]}
                authorization: {username: agent, password_env: PASSWORD}
            """);
    assertThat(targets)
        .extracting(each -> each.job() + " " + each.instance())
        .containsExactly("node node-1:9100", "node node-2:9100", "api api:443");
    ScrapeTarget node = targets.get(0);
    assertThat(node.pace()).isEqualTo(new Pace(Duration.ofSeconds(15), Duration.ofSeconds(5)));
    assertThat(node.naming().labels()).isEqualTo(Labels.of("region", "us-west-2"));
    assertThat(node.metrics().nameOf("node_load1")).isEqualTo("node_load1");
    assertThat(node.metrics().nameOf("node_load5")).isNull();
    assertThat(node.limits()).isEqualTo(new Limits(1 << 20, 10));
    assertThat(node.access().redirectHosts()).containsExactly("node-3");
    assertThat(node.access().authorization()).isNull();
    assertThat(Objects.requireNonNull(targets.get(2).access().authorization()).header())
        .isEqualTo("Basic YWdlbnQ6Z2VoZWlt");
  }

  @Test
  void noSecretShowsInATargetsText() {
    List<ScrapeTarget> targets =
        targets(
            """
            scrape:
              - job: api
                targets: [https://api/metrics]
                metrics: {keep: [up]}
                authorization: {token_env: PASSWORD}
            """);
    assertThat(Objects.requireNonNull(targets.get(0).access().authorization()).header())
        .isEqualTo("Bearer geheim");
    assertThat(targets.toString()).doesNotContain("geheim");
  }

  private static List<ScrapeTarget> targets(String yaml) {
    var config = ConfigLoader.loadTexts(Map.of("ha.yaml", yaml)).config();
    return ScrapeTargets.of(
        Objects.requireNonNull(config.scrape()),
        new ConfiguredSecrets(Map.of("PASSWORD", "geheim")));
  }
}
