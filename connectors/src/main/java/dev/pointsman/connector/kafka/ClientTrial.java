package dev.pointsman.connector.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/** Finds settings of which no client can be made, whether or not Kafka is there. */
final class ClientTrial {

  private static final String NOBODY = "127.0.0.1:1";
  private static final List<String> FILES =
      List.of(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);

  /** They ask a server to log in, which may be away for now. */
  private static final List<String> ASKING = List.of("GSSAPI", "OAUTHBEARER");

  private final Properties settings;

  /**
   * A trial.
   *
   * @param producer settings of a producer, whose addresses are not looked at
   */
  ClientTrial(Properties producer) {
    settings = producer;
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, NOBODY); // no name is to be resolved
  }

  /**
   * Returns where a client can be made.
   *
   * @throws IllegalArgumentException naming the setting, with nothing of a secret in it
   */
  void run() {
    try {
      if (isProtocol("SASL_") && ASKING.contains(get(SaslConfigs.SASL_MECHANISM, "GSSAPI"))) {
        var unused = new ProducerConfig(settings);
      } else {
        new KafkaProducer<byte[], byte[]>(settings).close(Duration.ZERO);
      }
    } catch (KafkaException e) {
      throw new IllegalArgumentException("Kafka client settings: " + explain(e), e);
    }
  }

  private boolean isProtocol(String part) {
    return get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "")
        .toUpperCase(Locale.ROOT)
        .contains(part);
  }

  private String get(String setting, String otherwise) {
    return settings.getProperty(setting, otherwise);
  }

  private String explain(KafkaException error) {
    Throwable first = error;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    if (first instanceof ConfigException) {
      return String.valueOf(first.getMessage());
    }
    for (String setting : FILES) {
      String name = get(setting, "");
      Path file = Path.of(name);
      if (isProtocol("SSL") && !name.isEmpty() && !Files.isReadable(file)) {
        return setting + ": " + name + (Files.exists(file) ? " cannot be read" : " is not there");
      }
    }
    if (isProtocol("SASL_") && !(first instanceof IOException)) {
      // What Kafka says of it may show a part of a password.
      return SaslConfigs.SASL_JAAS_CONFIG
          + " is missing, or not of the form 'MODULE required KEY=\"VALUE\" ...;'";
    }
    return innermost(error);
  }

  /** Kafka's last word and what it was caused by, such as a file and what is wrong with it. */
  private static String innermost(Throwable error) {
    Throwable cause = error.getCause();
    if (cause == null) {
      return String.valueOf(error.getMessage());
    }
    return cause.getCause() == null
        ? error.getMessage() + ": " + cause.getMessage()
        : innermost(cause);
  }
}
