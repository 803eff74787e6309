package dev.pointsman.connector.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * A topic as it is created where it is missing.
 *
 * @param fixedPartitions how many partitions it always has, or null where the installation chooses
 * @param settings Kafka's own topic settings
 */
public record TopicDefinition(
    String name, @Nullable Integer fixedPartitions, Map<String, String> settings) {

  public TopicDefinition {
    settings = Map.copyOf(settings);
  }

  NewTopic newTopic(int partitions) {
    int count = fixedPartitions == null ? partitions : fixedPartitions;
    return new NewTopic(name, Optional.of(count), Optional.empty()).configs(settings);
  }
}
