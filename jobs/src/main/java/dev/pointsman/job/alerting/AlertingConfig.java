package dev.pointsman.job.alerting;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.job.JobOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * What the alerting job has to be told.
 *
 * @param group the consumer group, and the prefix of transactional ids: another one for each
 *     deployment on the same Kafka
 * @param checkpointInterval also how long an action request waits to become visible
 * @param maxAhead how far ahead of the clock a timestamp may be
 * @param retention for how long groups are remembered, and how many ready to be judged
 * @param bufferTimeout how long a reading may wait for others before the shuffle
 * @param fromEarliest whether a group without committed offsets begins with the oldest events, and
 *     so tells of what is long past, or with the next ones
 */
public record AlertingConfig(
    KafkaSettings kafka,
    String group,
    Duration checkpointInterval,
    Duration maxAhead,
    GroupRetention retention,
    Duration bufferTimeout,
    boolean fromEarliest) {

  static final String USAGE =
      """
      options of the alerting job:
        --bootstrap-servers HOST:PORT[,...]   the Kafka that holds all topics (required)
        --client-properties FILE              Kafka client settings, for TLS and SASL
        --group NAME                          consumer group and transactional id prefix
                                              (pointsman-alerting)
        --checkpoint-interval MILLIS          (1000)
        --max-ahead MILLIS                    how far ahead of the clock a timestamp may be (10000)
        --group-ttl MILLIS                    how long a silent group is remembered (604800000)
        --live-series N                       series kept in memory besides in the state,
                                              each subtask, 1 to 2 KB each (what a third of
                                              the heap holds)
        --buffer-timeout MILLIS               longest wait before the shuffle (2)
        --start earliest|latest               where the first start of a group begins (earliest)
      """;

  private static final Set<String> OPTIONS =
      Set.of(
          "group",
          "checkpoint-interval",
          "max-ahead",
          "group-ttl",
          "live-series",
          "buffer-timeout",
          "start");

  /** The defaults for a Kafka. */
  public static AlertingConfig of(KafkaSettings kafka) {
    return new AlertingConfig(
        kafka,
        "pointsman-alerting",
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        GroupRetention.DEFAULT,
        Duration.ofMillis(2),
        true);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException for an option that is unknown, missing or no number; the
   *     message ends with the usage
   * @throws IOException if the client properties cannot be read
   */
  public static AlertingConfig parse(String... args) throws IOException {
    return JobOptions.parse(
        args,
        OPTIONS,
        USAGE,
        options -> {
          AlertingConfig defaults = of(options.kafka());
          return new AlertingConfig(
              defaults.kafka,
              options.text("group", defaults.group),
              options.millis("checkpoint-interval", defaults.checkpointInterval),
              options.millis("max-ahead", defaults.maxAhead),
              new GroupRetention(
                  options.millis("group-ttl", defaults.retention.ttl()),
                  options.positive("live-series", defaults.retention.liveSeries())),
              options.millis("buffer-timeout", defaults.bufferTimeout),
              fromEarliest(options.text("start", "earliest")));
        });
  }

  private static boolean fromEarliest(String start) {
    return switch (start) {
      case "earliest" -> true;
      case "latest" -> false;
      default ->
          throw new IllegalArgumentException(
              "option --start must be earliest or latest, not " + start);
    };
  }
}
