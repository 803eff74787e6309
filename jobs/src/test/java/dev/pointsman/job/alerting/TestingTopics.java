package dev.pointsman.job.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.RulesPublisher;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.RuleJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Both ends of the alerting job: what producers write, and what consumers find. */
public final class TestingTopics implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaSettings kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  /** All topics are there afterwards. */
  public TestingTopics(KafkaSettings kafka) throws InterruptedException {
    this.kafka = kafka;
    try (Admin admin = Admin.create(kafka.admin())) {
      Topics.ensure(admin, 2);
    }
    producer = new KafkaProducer<>(kafka.producer());
  }

  public void publish(RuleSet rules) throws InterruptedException {
    try (RulesPublisher publisher = publisher()) {
      publisher.put(rules.rules());
    }
  }

  public void delete(String rule) throws InterruptedException {
    try (RulesPublisher publisher = publisher()) {
      publisher.delete(List.of(rule));
    }
  }

  private RulesPublisher publisher() {
    return new RulesPublisher(
        kafka, Topics.ALERT_RULES, rule -> RuleJson.write(rule).getBytes(StandardCharsets.UTF_8));
  }

  public void send(String topic, String key, String value) throws Exception {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), bytes)).get();
  }

  /** A check of {@code api} in a region, at a time in milliseconds since the epoch. */
  public void check(String region, long time, String status) throws Exception {
    send(
        Topics.HEALTH_CHECKS,
        "api." + region,
        ("{\"check\":\"api\",\"target\":\"a\",\"region\":\"%s\",\"observer\":\"o\","
                + "\"status\":\"%s\",\"timestamp\":%d}")
            .formatted(region, status, time));
  }

  /** How far a replica of {@code db} is behind. */
  public void lag(long time, long millis) throws Exception {
    send(
        Topics.REPLICATION_LAG,
        "db",
        "{\"cluster\":\"db\",\"replica\":\"r1\",\"region\":\"us-east-1\",\"lag_ms\":%d,\"timestamp\":%d}"
            .formatted(millis, time));
  }

  /** All that consumers of committed records find, oldest first for each key. */
  public List<JsonNode> committed(String topic) {
    return read(topic, Map.of());
  }

  /** Also what transactions wrote that are still open. */
  public List<JsonNode> uncommitted(String topic) {
    return read(topic, Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"));
  }

  /** The keys of all records, in the order of {@link #committed}. */
  public List<String> keys(String topic) {
    return records(topic, Map.of()).stream()
        .map(each -> new String(each.key(), StandardCharsets.UTF_8))
        .toList();
  }

  private List<JsonNode> read(String topic, Map<String, String> settings) {
    var all = new ArrayList<JsonNode>();
    for (ConsumerRecord<byte[], byte[]> each : records(topic, settings)) {
      try {
        all.add(JSON.readTree(each.value()));
      } catch (java.io.IOException e) {
        throw new AssertionError("no JSON in " + each, e);
      }
    }
    return all;
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic, Map<String, String> settings) {
    Properties properties = kafka.consumer();
    properties.putAll(settings);
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(properties)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
      }
    }
    return records;
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(text, e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
