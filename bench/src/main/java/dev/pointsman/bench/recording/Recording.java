package dev.pointsman.bench.recording;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.TopicDefinition;
import dev.pointsman.connector.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a fleet in a topic, each partition in the order of time, compressed as Pointsman's
 * own agents do.
 *
 * @param events how many there are; as many of each target, or one less
 */
public record Recording(
    KafkaSettings kafka, String topic, int partitions, Fleet fleet, int events) {

  private static final int BATCH_BYTES = 256 * 1024;

  /** Writes it to a topic of its own; returns when Kafka has all of it. */
  public static Recording write(KafkaSettings kafka, int partitions, Fleet fleet, int events)
      throws InterruptedException {
    String topic = "health-checks-of-%d-one-in-%d".formatted(fleet.series(), fleet.failsOneIn());
    var recording = new Recording(kafka, topic, partitions, fleet, events);
    try (Admin admin = Admin.create(kafka.admin())) {
      // The events are of the past: Kafka would delete them.
      var kept = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");
      Topics.ensure(admin, List.of(new TopicDefinition(topic, null, kept)), partitions);
    }
    recording.produce(0, events);
    return recording;
  }

  /**
   * Goes on for so many events more, the same each time: who has read all there was has something
   * to read then.
   */
  public void append(int more) throws InterruptedException {
    produce(events, events + more);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears what became of it
  private void produce(int from, int to) {
    Properties properties = kafka.producer();
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(BATCH_BYTES));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(64 * BATCH_BYTES));
    var lost = new AtomicReference<@Nullable Exception>();
    try (var producer = new KafkaProducer<byte[], byte[]>(properties)) {
      for (int i = from; i < to; i++) {
        int target = i % fleet.series();
        int n = i / fleet.series();
        // By target, as its key would do, but with as many targets in each.
        int partition = target % partitions;
        producer.send(
            new ProducerRecord<>(
                topic,
                partition,
                fleet.timestamp(target, n),
                Fleet.target(target).getBytes(StandardCharsets.UTF_8),
                fleet.json(target, n)),
            (kept, failure) -> lost.compareAndSet(null, failure));
      }
      producer.flush();
    }
    Exception why = lost.get();
    if (why != null) {
      throw new IllegalStateException("the events cannot be recorded: " + why.getMessage(), why);
    }
  }
}
