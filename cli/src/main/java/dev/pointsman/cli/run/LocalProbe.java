package dev.pointsman.cli.run;

import dev.pointsman.agent.Agent;
import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.AgentPart;
import dev.pointsman.agent.AgentSettings;
import dev.pointsman.agent.CannotStartAgentException;
import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.probe.plan.ProbePlan;
import dev.pointsman.cli.embedded.CannotStartException;
import dev.pointsman.config.AgentKind;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.ConfigResult;
import dev.pointsman.config.HealthChecks;
import dev.pointsman.connector.kafka.KafkaSettings;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** The probe agent of a configuration, in this process. */
final class LocalProbe {

  /** Who looks, where the configuration does not say. */
  private static final String OBSERVER = "local";

  private final String observer;
  private final ProbePlan plan;

  private LocalProbe(String observer, ProbePlan plan) {
    this.observer = observer;
    this.plan = plan;
  }

  /**
   * What the configuration asks for.
   *
   * @throws CannotStartException with every problem of it
   */
  static LocalProbe of(Path configuration) {
    ConfigResult read = ConfigLoader.load(List.of(configuration));
    require(read.obstacles(AgentKind.PROBE, new ConfiguredSecrets(System.getenv())));
    HealthChecks checks = read.config().healthChecks();
    String named = checks == null ? null : checks.observer();
    String observer = named == null ? OBSERVER : named;
    ProbePlan plan = ProbePlan.of(read.config(), observer, System.getenv(), Clock.systemUTC());
    require(plan.problems());
    return new LocalProbe(observer, plan);
  }

  private static void require(List<?> problems) {
    if (!problems.isEmpty()) {
      throw new CannotStartException(
          problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
  }

  /** How many checks it runs. */
  int checks() {
    return plan.probes().size();
  }

  /**
   * Runs until it is closed.
   *
   * @param data where readings wait for Kafka
   */
  Agent start(KafkaSettings kafka, Path data) {
    List<AgentPart> parts = plan.agentPlan().parts();
    var identity = new AgentIdentity("probe", observer, null);
    try {
      return Agent.start(
          AgentSettings.of(identity, kafka, data, null), parts, new CollectorRegistry());
    } catch (CannotStartAgentException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }
}
