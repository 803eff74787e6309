package dev.pointsman.connector.kafka;

import dev.pointsman.rule.RuleSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the rules topic from its start on, by itself and without a consumer group. */
final class RulesReader implements AutoCloseable {

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final String topic;
  private final RulesTable table;
  private final KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer;
  private List<TopicPartition> partitions = List.of();

  RulesReader(KafkaSettings settings, String topic, RuleParser parser) {
    this.settings = settings;
    this.topic = topic;
    this.table = new RulesTable(parser);
    try {
      this.consumer =
          new KafkaConsumer<>(
              settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw settings.unavailable(e);
    }
  }

  RuleSet rules() {
    return table.rules();
  }

  /** How far it has read, the same for any two that have read the same records. */
  long position() {
    return partitions.stream().mapToLong(consumer::position).sum();
  }

  /**
   * Reads all that the topic holds at the time of the call.
   *
   * @return the records that are no rules
   * @throws KafkaUnavailableException if that takes longer than {@code patience}, or there is no
   *     such topic
   */
  List<RejectedRule> readToEnd(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    var rejected = new ArrayList<RejectedRule>();
    try {
      partitions =
          consumer.partitionsFor(topic, patience).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new KafkaUnavailableException(
            "there is no topic " + topic + " in Kafka at " + settings.bootstrapServers());
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left(deadline));
      while (!hasReached(ends, deadline)) {
        rejected.addAll(poll(min(left(deadline), Duration.ofMillis(100))));
      }
      return rejected;
    } catch (TimeoutException e) {
      throw new KafkaUnavailableException(
          "cannot read topic "
              + topic
              + " from Kafka at "
              + settings.bootstrapServers()
              + " within "
              + patience.toMillis()
              + " ms",
          e);
    }
  }

  /**
   * Takes in what comes within {@code patience}.
   *
   * @return the records that are no rules
   */
  List<RejectedRule> poll(Duration patience) {
    var rejected = new ArrayList<RejectedRule>();
    for (ConsumerRecord<byte @Nullable [], byte @Nullable []> change : consumer.poll(patience)) {
      table.apply(change).ifPresent(rejected::add);
    }
    return rejected;
  }

  /** Makes a {@link #poll} that another thread is in return with Kafka's WakeupException. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_PATIENCE));
  }

  private boolean hasReached(Map<TopicPartition, Long> ends, long deadline) {
    for (var end : ends.entrySet()) {
      if (consumer.position(end.getKey(), left(deadline)) < end.getValue()) {
        return false;
      }
    }
    return true;
  }

  private static Duration left(long deadline) {
    long nanos = deadline - System.nanoTime();
    if (nanos <= 0) {
      throw new TimeoutException("out of time");
    }
    return Duration.ofNanos(nanos);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
