package dev.pointsman.agent.delivery;

import dev.pointsman.connector.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** A record as Kafka has it. */
record Received(String key, String value, long timestampMillis) {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** All in the only partition of a topic, once they are this many. */
  static List<Received> await(KafkaSettings kafka, String topic, int count) {
    var all = new ArrayList<Received>();
    var partition = new TopicPartition(topic, 0);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(kafka.consumer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Awaitility.await(count + " records of " + topic)
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(100))
                    .forEach(
                        each ->
                            all.add(
                                new Received(
                                    new String(each.key(), StandardCharsets.UTF_8),
                                    new String(each.value(), StandardCharsets.UTF_8),
                                    each.timestamp())));
                return all.size() >= count;
              });
    }
    return all;
  }
}
