package dev.pointsman.cli.agent;

import dev.pointsman.connector.kafka.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every agent can be told. */
final class AgentOptions {

  private static final int HIGHEST_QUEUE_MIB = 1 << 20;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "A high-availability configuration; again for one that is in several files.")
  private List<Path> config = List.of();

  @Option(
      names = "--observer",
      paramLabel = "NAME",
      description =
          "Who looks, such as the region that this runs in: the label observer of all that it tells."
              + " Default: observer in health_checks.")
  private @Nullable String observer;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description =
          "Which of several agents of one observer this is, if each is to be missed by itself; a"
              + " name that stays.")
  private @Nullable String instance;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:POINTSMAN_BOOTSTRAP_SERVERS}",
      showDefaultValue = Visibility.NEVER,
      description =
          "The Kafka to write to, several addresses with commas between them; or set"
              + " POINTSMAN_BOOTSTRAP_SERVERS.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description =
          "Kafka client settings for TLS and SASL, as Kafka's own tools take them with"
              + " --command-config.")
  private @Nullable Path clientProperties;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The folder where readings wait for Kafka, for this agent alone. Default:"
              + " pointsman-probe-data or pointsman-collect-data.")
  private @Nullable Path data;

  @Option(
      names = "--queue-mib",
      paramLabel = "NUMBER",
      defaultValue = "1024",
      description =
          "How many MiB may wait in each of the three topics' queues, of which the oldest is"
              + " dropped then; ${DEFAULT-VALUE} if not given.")
  private int queueMib;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = ListenAddress.class,
      description =
          "Where metrics and health are served; a port alone is on the loopback address. Default:"
              + " 9281 for probe, 9282 for collect.")
  private @Nullable InetSocketAddress listen;

  @Option(
      names = "--once",
      description =
          "Run every check one time, print what it found, and end with 0 if all is well, else with"
              + " 1. Needs no Kafka.")
  private boolean once;

  List<Path> config() {
    return config;
  }

  @Nullable String observer() {
    return observer;
  }

  @Nullable String instance() {
    return instance;
  }

  Path data(String command) {
    return data == null ? Path.of("pointsman-" + command + "-data") : data;
  }

  InetSocketAddress listen(int port) {
    return listen == null ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port) : listen;
  }

  boolean once() {
    return once;
  }

  long queueBytes(CommandSpec spec) {
    if (queueMib < 1 || queueMib > HIGHEST_QUEUE_MIB) {
      throw new ParameterException(
          spec.commandLine(),
          "--queue-mib must be from 1 to " + HIGHEST_QUEUE_MIB + ", not " + queueMib);
    }
    return (long) queueMib << 20;
  }

  KafkaSettings kafka(CommandSpec spec) throws IOException {
    if (bootstrapServers == null) {
      throw new ParameterException(
          spec.commandLine(), "--bootstrap-servers is missing, and --once was not asked for");
    }
    return clientProperties == null
        ? KafkaSettings.of(bootstrapServers)
        : KafkaSettings.load(bootstrapServers, clientProperties);
  }
}
