package dev.pointsman.agent;

import dev.pointsman.agent.delivery.QueueLimits;
import dev.pointsman.connector.kafka.KafkaSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an agent runs, whatever its parts.
 *
 * @param data the folder of its queues, for one agent at a time
 * @param limits of the queue of each topic
 * @param drain how long it goes on sending when it is closed
 * @param listen where metrics and health are served, or null for nowhere
 */
public record AgentSettings(
    AgentIdentity identity,
    KafkaSettings kafka,
    Path data,
    QueueLimits limits,
    Duration drain,
    @Nullable InetSocketAddress listen) {

  /** How long an agent goes on sending where nobody chose. */
  public static final Duration DRAIN = Duration.ofSeconds(10);

  /** With the limits that suit most. */
  public static AgentSettings of(
      AgentIdentity identity, KafkaSettings kafka, Path data, @Nullable InetSocketAddress listen) {
    return new AgentSettings(identity, kafka, data, QueueLimits.DEFAULT, DRAIN, listen);
  }
}
