package dev.pointsman.job.notification;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.notify.DeliveryPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.util.ParameterTool;

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

  private static final Set<String> OPTIONS =
      Set.of("bootstrap-servers", "client-properties", "group", "checkpoint-interval", "width");

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
    try {
      ParameterTool options = ParameterTool.fromArgs(args);
      var unknown = new TreeSet<>(options.toMap().keySet());
      unknown.removeAll(OPTIONS);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException("unknown option --" + unknown.first());
      }
      String servers = options.get("bootstrap-servers");
      if (servers == null) {
        throw new IllegalArgumentException("option --bootstrap-servers is missing");
      }
      String properties = options.get("client-properties");
      KafkaSettings kafka =
          properties == null
              ? KafkaSettings.of(servers)
              : KafkaSettings.load(servers, Path.of(properties));
      NotificationConfig defaults = of(kafka, new EnvironmentReceivers());
      int interval = Math.toIntExact(defaults.checkpointInterval.toMillis());
      return new NotificationConfig(
          defaults.kafka,
          options.get("group", defaults.group),
          Duration.ofMillis(positive(options, "checkpoint-interval", interval)),
          defaults.receivers,
          defaults.policy,
          positive(options, "width", defaults.width));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "\n" + USAGE, e);
    }
  }

  private static int positive(ParameterTool options, String name, int otherwise) {
    String text = options.get(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number <= 0) {
        throw new IllegalArgumentException("option --" + name + " must be more than 0");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "option --" + name + " must be a whole number, not " + text, e);
    }
  }
}
