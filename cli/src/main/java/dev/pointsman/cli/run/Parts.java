package dev.pointsman.cli.run;

import dev.pointsman.cli.embedded.EmbeddedJob;
import dev.pointsman.connector.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What runs on the Kafka and the Flink of a {@link LocalSystem}. */
public interface Parts {

  /**
   * What of PagerDuty and Slack cannot be used for want of a key or token, a sentence each.
   *
   * @throws RuntimeException when something is set that cannot be used
   */
  List<String> missingCredentials();

  /**
   * The jobs, in the order in which they start.
   *
   * @param receivers what stands in for the environment's addresses, keys and tokens
   */
  List<EmbeddedJob> jobs(KafkaSettings kafka, Map<String, String> receivers);

  /** Probes what the configuration asks for until it is closed; nothing where it asks for none. */
  Probing probe(Path configuration, KafkaSettings kafka);

  /**
   * Probes at work.
   *
   * @param checks how many there are
   */
  record Probing(int checks, Runnable stop) {}
}
