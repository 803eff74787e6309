package dev.pointsman.cli.run;

import dev.pointsman.agent.probe.KafkaEventSink;
import dev.pointsman.agent.probe.Probe;
import dev.pointsman.agent.probe.Prober;
import dev.pointsman.agent.probe.plan.ProbePlan;
import dev.pointsman.cli.embedded.CannotStartException;
import dev.pointsman.config.Agent;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.ConfigResult;
import dev.pointsman.config.HealthChecks;
import dev.pointsman.connector.kafka.KafkaSettings;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the checks of a configuration from this process until it is closed. */
final class LocalProbe implements AutoCloseable {

  /** Who looks, where the configuration does not say. */
  private static final String OBSERVER = "local";

  private final KafkaEventSink sink;
  private final Prober prober;

  private LocalProbe(KafkaEventSink sink, Prober prober) {
    this.sink = sink;
    this.prober = prober;
  }

  /**
   * What the configuration asks for.
   *
   * @throws CannotStartException with every problem of it
   */
  static List<Probe> probes(Path configuration) {
    ConfigResult read = ConfigLoader.load(List.of(configuration));
    require(read.problems());
    require(read.missing(Agent.PROBE));
    HealthChecks checks = read.config().healthChecks();
    String named = checks == null ? null : checks.observer();
    ProbePlan plan =
        ProbePlan.of(
            read.config(), named == null ? OBSERVER : named, System.getenv(), Clock.systemUTC());
    require(plan.problems());
    return plan.probes();
  }

  private static void require(List<?> problems) {
    if (!problems.isEmpty()) {
      throw new CannotStartException(
          problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
  }

  static LocalProbe start(List<Probe> probes, KafkaSettings kafka) {
    var sink = new KafkaEventSink(kafka);
    var prober = new Prober(sink, Clock.systemUTC(), new CollectorRegistry());
    prober.start(probes);
    return new LocalProbe(sink, prober);
  }

  @Override
  public void close() {
    prober.close();
    sink.close();
  }
}
