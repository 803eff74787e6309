package dev.pointsman.agent.collect.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.AgentPart;
import dev.pointsman.agent.AgentPlan;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.TestingSink;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.event.Reading;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The collectors of a configuration whose hosts have no address, as where no network is. */
class BlindCollectorsIT {

  private static final String UNREACHABLE =
      """
      replication:
        database:
          type: postgresql
          cluster: orders
          instances:
            - {name: orders-1, region: us-west-2, host: orders-1.invalid}
            - {name: orders-2, region: us-east-1, host: orders-2.invalid}
          interval: 1s
          timeout: 500ms
      cache:
        type: redis
        name: sessions
        addresses: [cache-1.invalid, cache-2.invalid]
        interval: 1s
        timeout: 1s
      scrape:
        - {job: shop, targets: ["http://shop.invalid"], interval: 1, timeout: 1, metrics: {keep: [up]}}
      """;

  private final TestingSink sink = new TestingSink();
  private final CollectorRegistry registry = new CollectorRegistry();

  @Test
  void noneOfThemIsSaidToBeDown() {
    AgentPlan plan =
        CollectPlan.of(
            ConfigLoader.loadTexts(Map.of("ha.yaml", UNREACHABLE)).config(),
            "us-east-1",
            Map.of(),
            registry,
            Clock.systemUTC());
    assertThat(plan.problems()).isEmpty();
    var context =
        new AgentContext(
            new AgentIdentity("collect", "us-east-1", null),
            sink,
            new Coverage(System::nanoTime),
            Clock.systemUTC(),
            registry);
    plan.parts().forEach(each -> each.start(context));
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> sink.last("agent_blind", "agent", "collect").orElse(0) == 1);
      // Of each system once: an instance's, a seed's or a target's zero, and collector_up.
      await().atMost(Duration.ofSeconds(60)).until(() -> dropped() >= 20);
    } finally {
      plan.parts().forEach(AgentPart::close);
    }
    assertThat(sink.readings()).extracting(Reading::metric).containsOnly("agent_blind");
  }

  private double dropped() {
    return registry.getSampleValue("pointsman_agent_collect_dropped_blind_total");
  }
}
