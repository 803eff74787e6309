package dev.pointsman.agent.delivery;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.connector.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one topic on their way: from who tells, over the disk, to Kafka. */
final class Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** After which a send is given up and begun anew, by which time the topic may be there. */
  private static final int MAX_BLOCK_MILLIS = 10_000;

  /** For how long the oldest event may wait, while nothing is sent, before that is trouble. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The part of its limit from which a queue counts as full. */
  private static final double FULL = 0.9;

  private final String topic;
  private final long maxBytes;
  private final DiskQueue queue;
  private final TopicSender sender;
  private final TopicMetrics metrics;
  private final Clock clock;

  private final AtomicLong lost = new AtomicLong();

  private volatile @Nullable String unwritable;

  private Outbox(
      String topic,
      long maxBytes,
      DiskQueue queue,
      TopicSender sender,
      TopicMetrics metrics,
      Clock clock) {
    this.topic = topic;
    this.maxBytes = maxBytes;
    this.queue = queue;
    this.sender = sender;
    this.metrics = metrics;
    this.clock = clock;
  }

  static Outbox open(String topic, DeliverySettings settings, TopicMetrics metrics, Clock clock)
      throws IOException {
    DiskQueue queue =
        DiskQueue.open(
            settings.folder().resolve("queue").resolve(topic), settings.limits(), clock, metrics);
    Properties producer = producer(settings.kafka(), settings.clientId() + "-" + topic);
    var sender = new TopicSender(topic, queue, () -> new KafkaProducer<>(producer), metrics, clock);
    return new Outbox(topic, settings.limits().maxBytes(), queue, sender, metrics, clock);
  }

  private static Properties producer(KafkaSettings kafka, String clientId) {
    Properties properties = kafka.producer();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    return properties;
  }

  void start() {
    sender.start();
  }

  void accept(AgentEvent event) {
    try {
      byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
      if (queue.append(key, event.json(), event.at())) {
        metrics.accepted();
      }
      if (unwritable != null) {
        unwritable = null;
        LOG.info("{} can be written to disk again", topic);
      }
    } catch (IOException e) {
      metrics.dropped(DropReason.UNWRITABLE, 1);
      lost.incrementAndGet();
      if (unwritable == null) {
        LOG.error("{} cannot be written to disk, and what comes is lost", topic, e);
      }
      unwritable = reason(e);
    }
  }

  /** Makes what was accepted safe from the end of the machine. */
  void flush() {
    try {
      queue.flush();
    } catch (IOException e) {
      if (unwritable == null) {
        LOG.error("{} cannot be written to disk", topic, e);
      }
      unwritable = reason(e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Whether more can wait without that the oldest are dropped. */
  boolean hasRoom() {
    return queue.bytes() < FULL * maxBytes;
  }

  /** How many events could not be written. */
  long lost() {
    return lost.get();
  }

  long records() {
    return queue.records();
  }

  long bytes() {
    return queue.bytes();
  }

  /** For how long the oldest event has waited; zero where none waits. */
  Duration oldest() {
    Optional<Instant> oldest;
    try {
      oldest = queue.oldest();
    } catch (IOException e) {
      LOG.debug("a file of {} was sent and deleted in this moment", topic, e);
      oldest = Optional.empty();
    }
    return oldest.map(since -> Duration.between(since, clock.instant())).orElse(Duration.ZERO);
  }

  /** A sentence on what keeps events from Kafka, or null where nothing does. */
  @Nullable String trouble() {
    String disk = unwritable;
    if (disk != null) {
      return topic + " cannot be written to disk and are lost: " + disk;
    }
    Duration oldest = oldest();
    String kafka = sender.trouble();
    if (oldest.compareTo(PATIENCE) <= 0 || sender.hasDeliveredWithin(PATIENCE)) {
      return null;
    }
    return "%s wait for Kafka, %d of them, the oldest for %d s%s"
        .formatted(topic, records(), oldest.toSeconds(), kafka == null ? "" : ": " + kafka);
  }

  /** Whether all was sent in time. */
  boolean drain(Duration patience) throws InterruptedException {
    return queue.awaitEmpty(patience);
  }

  /** Sends no more; what waits is sent at the next start. */
  void close() throws IOException {
    sender.close();
    queue.close();
  }
}
