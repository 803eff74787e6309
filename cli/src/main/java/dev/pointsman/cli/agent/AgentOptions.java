package dev.pointsman.cli.agent;

import dev.pointsman.connector.kafka.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every agent can be told. */
final class AgentOptions {

  private static final int HIGHEST_QUEUE_MIB = 1 << 20;
  private static final int LONGEST_NAME = 200;

  /** Without control characters, ends of lines, and halves of characters. */
  private static final Pattern SPEAKABLE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}\"\\\\]+");

  @Option(
      names = "--config",
      required = true,
      paramLabel = "PATH",
      description =
          "A high-availability configuration: a file or a folder of files; again for further ones.")
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
      paramLabel = "ADDRESS",
      defaultValue = "${env:POINTSMAN_BOOTSTRAP_SERVERS}",
      showDefaultValue = Visibility.NEVER,
      description =
          "The Kafka to write to as HOST:PORT, several with commas between them; or set"
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
      paramLabel = "ADDRESS",
      converter = ListenAddress.class,
      description =
          "Where metrics and health are served, HOST:PORT; a port alone is on the loopback address."
              + " Default: 9281 for probe, 9282 for collect.")
  private @Nullable InetSocketAddress listen;

  @Option(
      names = "--once",
      description =
          "Run every check one time, print what it found, and end with 0 if all answered and are as"
              + " declared, else with 1. Rules are not judged. Needs no Kafka.")
  private boolean once;

  List<Path> config() {
    return config;
  }

  /** Who looks, by the option or else by the configuration. */
  String observer(@Nullable String configured, CommandSpec spec) {
    if (observer != null) {
      return name("--observer", observer, spec);
    }
    if (configured != null) {
      return name("observer in health_checks", configured, spec);
    }
    throw new ParameterException(
        spec.commandLine(),
        "--observer is missing: who looks, such as the region that this runs in");
  }

  @Nullable String instance(CommandSpec spec) {
    return instance == null ? null : name("--instance", instance, spec);
  }

  /** A label of all that is told, which people see and search for. */
  private static String name(String option, String text, CommandSpec spec) {
    if (text.isBlank() || text.length() > LONGEST_NAME || !SPEAKABLE.matcher(text).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          option
              + " must be a name of up to "
              + LONGEST_NAME
              + " characters, without quotes, backslashes and control characters");
    }
    return text;
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
    KafkaSettings settings =
        clientProperties == null
            ? KafkaSettings.of(bootstrapServers)
            : KafkaSettings.load(bootstrapServers, clientProperties);
    settings.requireUsable();
    return settings;
  }
}
