package dev.pointsman.agent.delivery;

import dev.pointsman.connector.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where events go and where they wait.
 *
 * @param folder of the queues, for one agent at a time
 * @param limits of each queue, of which there is one for each topic
 * @param clientId by which Kafka's own logs know who sends; each topic's sender adds its topic
 * @param drain how long {@link Delivery#close} goes on sending
 */
public record DeliverySettings(
    KafkaSettings kafka, String clientId, Path folder, QueueLimits limits, Duration drain) {}
