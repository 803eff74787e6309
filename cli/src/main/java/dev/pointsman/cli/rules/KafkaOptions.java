package dev.pointsman.cli.rules;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which Kafka holds the rules. */
final class KafkaOptions {

  /** How long Kafka may take to answer before we say that it does not. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      defaultValue = "${env:POINTSMAN_BOOTSTRAP_SERVERS}",
      showDefaultValue = Visibility.NEVER,
      description =
          "The Kafka to talk to, several addresses with commas between them; or set"
              + " POINTSMAN_BOOTSTRAP_SERVERS.")
  private String bootstrapServers = "";

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description =
          "Kafka client settings for TLS and SASL, as Kafka's own tools take them with"
              + " --command-config.")
  private @Nullable Path clientProperties;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = Topics.ALERT_RULES,
      description = "The topic of the rules; ${DEFAULT-VALUE} if not given.")
  private String topic = Topics.ALERT_RULES;

  String topic() {
    return topic;
  }

  /** Settings of a Kafka that answers. */
  KafkaSettings reachable() throws IOException {
    KafkaSettings settings =
        clientProperties == null
            ? KafkaSettings.of(bootstrapServers)
            : KafkaSettings.load(bootstrapServers, clientProperties);
    settings.requireReachable(PATIENCE);
    return settings;
  }
}
