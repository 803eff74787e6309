package dev.pointsman.cli.run;

import dev.pointsman.agent.Agent;
import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.AgentPart;
import dev.pointsman.agent.AgentPlan;
import dev.pointsman.agent.AgentSettings;
import dev.pointsman.agent.CannotStartAgentException;
import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.collect.plan.CollectPlan;
import dev.pointsman.agent.probe.plan.ProbePlan;
import dev.pointsman.cli.agent.PartLines;
import dev.pointsman.cli.embedded.CannotStartException;
import dev.pointsman.cli.embedded.DataFolder;
import dev.pointsman.config.AgentKind;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.ConfigResult;
import dev.pointsman.config.HealthChecks;
import dev.pointsman.config.HighAvailabilityConfig;
import dev.pointsman.connector.kafka.KafkaSettings;
import io.prometheus.client.CollectorRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** An agent of a configuration, in this process. */
final class LocalAgent {

  /** Who looks, where the configuration does not say. */
  private static final String OBSERVER = "local";

  private final AgentIdentity identity;
  private final List<AgentPart> parts;
  private final CollectorRegistry registry;

  private LocalAgent(AgentKind kind, String observer, AgentPlan plan, CollectorRegistry registry) {
    require(plan.problems());
    this.identity = new AgentIdentity(kind.name().toLowerCase(Locale.ROOT), observer, null);
    this.parts = plan.parts();
    this.registry = registry;
  }

  /**
   * What the configuration asks for: one that probes, one that collects, both or none.
   *
   * @param environment where variables are looked up
   * @param report gets a line for what it says too little of to be probed or collected
   * @throws CannotStartException with every problem of it
   */
  static List<LocalAgent> of(
      List<Path> configuration, Map<String, String> environment, Consumer<String> report) {
    ConfigResult read = ConfigLoader.load(configuration);
    var secrets = new ConfiguredSecrets(environment);
    require(read.obstacles(secrets));
    for (AgentKind kind : AgentKind.values()) {
      read.missing(kind, secrets).forEach(each -> report.accept("note: " + each));
    }
    read.notices().forEach(notice -> report.accept("note: " + notice));
    HighAvailabilityConfig config = read.config();
    HealthChecks checks = config.healthChecks();
    String named = checks == null ? null : checks.observer();
    String observer = named == null ? OBSERVER : named;
    Clock clock = Clock.systemUTC();
    var agents = new ArrayList<LocalAgent>();
    agents.add(
        new LocalAgent(
            AgentKind.PROBE,
            observer,
            ProbePlan.of(config, observer, environment, clock).agentPlan(),
            new CollectorRegistry()));
    var registry = new CollectorRegistry();
    agents.add(
        new LocalAgent(
            AgentKind.COLLECT,
            observer,
            CollectPlan.of(config, observer, environment, registry, clock),
            registry));
    agents.removeIf(each -> each.parts.isEmpty());
    return agents;
  }

  private static void require(List<?> problems) {
    if (!problems.isEmpty()) {
      throw new CannotStartException(
          problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
  }

  /** What it looks at, and where it tells of itself, in lines for people. */
  List<String> describe(Agent running) {
    var lines = new ArrayList<>(PartLines.of(parts));
    running
        .address()
        .ifPresent(
            at ->
                lines.add(
                    "%-14s http://%s:%d/metrics"
                        .formatted(
                            "agent " + identity.agent(),
                            at.getAddress().getHostAddress(),
                            at.getPort())));
    return lines;
  }

  /**
   * Runs until it is closed; readings wait for Kafka in a folder of its own. It serves its health
   * and metrics on a free port of the loopback address.
   */
  Agent start(KafkaSettings kafka, DataFolder data) {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      return Agent.start(
          AgentSettings.of(identity, kafka, data.agent(identity.agent()), listen), parts, registry);
    } catch (CannotStartAgentException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }
}
