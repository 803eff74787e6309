package dev.pointsman.job.notification;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.job.JobOptions;
import dev.pointsman.notify.DeliveryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * What the notification job has to be told; it holds no secret of a receiver.
 *
 * @param group the consumer group: another one for each deployment on the same Kafka
 * @param checkpointInterval what was told in less than this before a crash is looked up or repeated
 *     harmlessly after it
 * @param width how many calls to one service may be under way in a subtask
 */
public record NotificationConfig(
    KafkaSettings kafka,
    String group,
    Duration checkpointInterval,
    ReceiverFactory receivers,
    DeliveryPolicy policy,
    int width) {

  static final String USAGE =
      """
      options of the notification job:
        --bootstrap-servers HOST:PORT[,...]   the Kafka that holds all topics (required)
        --client-properties FILE              Kafka client settings, for TLS and SASL
        --group NAME                          consumer group (pointsman-notification)
        --checkpoint-interval MILLIS          (1000)
        --width NUMBER                        calls to one service at a time (8)
      in the environment of the TaskManagers:
        PAGERDUTY_ROUTING_KEY or PAGERDUTY_ROUTING_KEY_FILE, PAGERDUTY_URL
        SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE, SLACK_API_URL, SLACK_CHANNEL
      """;

  private static final Set<String> OPTIONS = Set.of("group", "checkpoint-interval", "width");

  public NotificationConfig {
    if (width < 1) {
      throw new IllegalArgumentException("the width must be more than 0");
    }
  }

  /** The defaults for a Kafka. */
  public static NotificationConfig of(KafkaSettings kafka, ReceiverFactory receivers) {
    return new NotificationConfig(
        kafka,
        "pointsman-notification",
        Duration.ofSeconds(1),
        receivers,
        DeliveryPolicy.DEFAULT,
        8);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException for an option that is unknown, missing or no number; the
   *     message ends with the usage
   * @throws IOException if the client properties cannot be read
   */
  public static NotificationConfig parse(String... args) throws IOException {
    return JobOptions.parse(
        args,
        OPTIONS,
        USAGE,
        options -> {
          NotificationConfig defaults = of(options.kafka(), new EnvironmentReceivers());
          return new NotificationConfig(
              defaults.kafka,
              options.text("group", defaults.group),
              options.millis("checkpoint-interval", defaults.checkpointInterval),
              defaults.receivers,
              defaults.policy,
              options.positive("width", defaults.width));
        });
  }
}
