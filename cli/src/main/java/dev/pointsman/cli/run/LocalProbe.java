package dev.pointsman.cli.run;

import dev.pointsman.agent.probe.HealthChecksConfig;
import dev.pointsman.agent.probe.KafkaEventSink;
import dev.pointsman.agent.probe.Probe;
import dev.pointsman.agent.probe.Prober;
import dev.pointsman.cli.FileFailure;
import dev.pointsman.cli.embedded.CannotStartException;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Runs the health checks of a configuration from this process until it is closed. */
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
   * What the configuration asks for; nothing where it has no section {@code health_checks}.
   *
   * @throws CannotStartException with every problem of the section
   */
  static List<Probe> probes(Path configuration) {
    try {
      return HealthChecksConfig.load(configuration)
          .map(config -> config.probes(OBSERVER))
          .orElse(List.of());
    } catch (IOException e) {
      throw new CannotStartException(
          "cannot read the configuration: " + FileFailure.text(e, configuration), e);
    }
  }

  static LocalProbe start(List<Probe> probes, KafkaSettings kafka) {
    var sink = new KafkaEventSink(kafka, Topics.HEALTH_CHECKS);
    var prober = new Prober(sink, Clock.systemUTC());
    prober.start(probes);
    return new LocalProbe(sink, prober);
  }

  @Override
  public void close() {
    prober.close();
    sink.close();
  }
}
