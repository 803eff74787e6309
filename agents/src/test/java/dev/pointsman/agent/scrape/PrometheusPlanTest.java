package dev.pointsman.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.AgentPart;
import dev.pointsman.agent.AgentPlan;
import dev.pointsman.agent.collect.plan.CollectPlan;
import dev.pointsman.config.ConfigLoader;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a collecting agent does where the configuration has the two sections of Prometheus. */
class PrometheusPlanTest {

  @Test
  void targetsAreScrapedAndAPortIsListenedOn() {
    AgentPlan plan =
        plan(
            """
            scrape: [{job: node, targets: [http://a:9100, http://b:9100], metrics: {keep: [up]}}]
            remote_write: {listen: "127.0.0.1:9095"}
            """);
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.parts()).hasSize(2);
    assertThat(plan.parts().get(0).describe())
        .containsExactly(
            "scrape http://a:9100/metrics every 30 s", "scrape http://b:9100/metrics every 30 s");
    assertThat(plan.parts().get(1).describe())
        .containsExactly("http://127.0.0.1:9095/api/v1/write");
    plan.parts().forEach(AgentPart::close);
  }

  @Test
  void theQueryOfATargetIsNotShown() {
    AgentPlan plan =
        plan(
            """
            scrape:
              - {job: a, targets: ["http://a/m?x=1", "http://b/m?x=1"], metrics: {keep: [up]}}
              - {job: c, targets: ["http://b/m?x=2"], metrics: {keep: [up]}}
            """);
    assertThat(plan.parts().get(0).describe())
        .containsExactly(
            "scrape http://a/m every 30 s",
            "scrape http://b/m (a) every 30 s",
            "scrape http://b/m (c) every 30 s");
    plan.parts().forEach(AgentPart::close);
  }

  @Test
  void filesThatCannotBeUsedAreToldBeforeAnythingStarts() {
    AgentPlan plan =
        plan(
            """
            scrape:
              - job: node
                targets: [https://a:9100]
                metrics: {keep: [up]}
                tls: {ca_file: nowhere.pem}
            """);
    assertThat(plan.problems())
        .hasSize(1)
        .allMatch(
            each ->
                each.equals("scrape: there is no file " + Path.of("nowhere.pem").toAbsolutePath()));
  }

  private static AgentPlan plan(String yaml) {
    return CollectPlan.of(
        ConfigLoader.loadTexts(Map.of("ha.yaml", yaml)).config(),
        "us-east-1",
        Map.of(),
        new CollectorRegistry(),
        Clock.systemUTC());
  }
}
