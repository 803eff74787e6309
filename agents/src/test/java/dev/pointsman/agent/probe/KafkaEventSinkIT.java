package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class KafkaEventSinkIT {

  @Test
  void eventsReachTheTopicUnderTheirTarget() {
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.createTopic(Topics.HEALTH_CHECKS, 1);
      try (var sink = new KafkaEventSink(kafka.settings())) {
        sink.accept(event("a:1"));
        sink.accept(event("b:1"));
        assertThat(keys(kafka, 2)).containsExactly("a:1", "b:1");
      }
    }
  }

  @Test
  void eventsOfAnOutageArriveAfterIt() {
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.createTopic(Topics.HEALTH_CHECKS, 1);
      try (var sink = new KafkaEventSink(kafka.settings())) {
        sink.accept(event("a:1"));
        assertThat(keys(kafka, 1)).containsExactly("a:1");
        kafka.stop();
        var accepted =
            CompletableFuture.runAsync(
                () -> {
                  sink.accept(event("b:1"));
                  sink.accept(event("c:1"));
                });
        kafka.startAgain();
        assertThat(keys(kafka, 3)).containsExactly("a:1", "b:1", "c:1");
        assertThat(accepted).succeedsWithin(Duration.ofSeconds(10));
      }
    }
  }

  private static HealthCheckEvent event(String target) {
    return new HealthCheckEvent(
        "api", target, "r", "o", true, Duration.ofMillis(1), null, Instant.ofEpochMilli(1));
  }

  private static List<String> keys(TestingKafka kafka, int count) {
    var keys = new ArrayList<String>();
    var partition = new TopicPartition(Topics.HEALTH_CHECKS, 0);
    try (var consumer =
        new KafkaConsumer<>(
            kafka.settings().consumer(), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> keys.add(record.key()));
                return keys.size() >= count;
              });
    }
    return keys;
  }
}
