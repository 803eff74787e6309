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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

  /** For how long nothing may be acknowledged, while something waits, before that is trouble. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The part of its limit from which a queue counts as full. */
  private static final double FULL = 0.9;

  private final String topic;
  private final long maxBytes;
  private final DiskQueue queue;
  private final TopicSender sender;
  private final TopicMetrics metrics;
  private final DropLog drops;
  private final Clock clock;

  /** Whether something was lost since it cannot be written. */
  private final AtomicBoolean losing = new AtomicBoolean();

  /** Why events cannot be written, or what was written cannot be made safe. */
  private final AtomicReference<@Nullable String> unwritable = new AtomicReference<>();

  private final AtomicReference<@Nullable String> unsafe = new AtomicReference<>();

  /** Why nothing may be written at all. */
  private volatile @Nullable IOException suspended;

  private Outbox(
      String topic,
      long maxBytes,
      DiskQueue queue,
      TopicSender sender,
      TopicMetrics metrics,
      DropLog drops,
      Clock clock) {
    this.topic = topic;
    this.maxBytes = maxBytes;
    this.queue = queue;
    this.sender = sender;
    this.metrics = metrics;
    this.drops = drops;
    this.clock = clock;
  }

  static Outbox open(String topic, DeliverySettings settings, TopicMetrics metrics, Clock clock)
      throws IOException {
    QueueLimits limits = settings.limits();
    var drops = new DropLog(topic, limits, metrics, clock);
    DiskQueue queue =
        DiskQueue.open(settings.folder().resolve("queue").resolve(topic), limits, clock, drops);
    Properties producer = producer(settings.kafka(), settings.clientId() + "-" + topic);
    var sender =
        new TopicSender(
            topic,
            queue,
            () -> new KafkaProducer<>(producer),
            settings.kafka()::silence,
            metrics,
            clock);
    return new Outbox(topic, limits.maxBytes(), queue, sender, metrics, drops, clock);
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
    String why = write(event);
    if (why != null) {
      metrics.dropped(DropReason.UNWRITABLE, 1);
      if (!losing.getAndSet(true)) {
        LOG.error("{} cannot be written to disk, and what comes is lost: {}", topic, why);
      }
    }
  }

  /** Takes the event, or leaves it to who has it: false then, and nothing is lost. */
  boolean offer(AgentEvent event) {
    boolean was = unwritable.get() != null;
    String why = write(event);
    if (why != null && !was) {
      LOG.error("{} cannot be written to disk: {}", topic, why);
    }
    return why == null;
  }

  /** Why the event could not be written, or null where it was. */
  private @Nullable String write(AgentEvent event) {
    try {
      IOException why = suspended;
      if (why != null) {
        throw why;
      }
      byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
      if (queue.append(key, event.json(), event.at())) {
        metrics.accepted();
      }
      if (unwritable.get() != null && unwritable.getAndSet(null) != null) {
        losing.set(false);
        LOG.info("{} can be written to disk again", topic);
      }
      return null;
    } catch (IOException e) {
      String text = DiskFailure.text(e);
      unwritable.set(text);
      return text;
    }
  }

  /** Writes nothing until {@link #flush}: the folder is not ours. */
  void suspend(IOException why) {
    suspended = why;
  }

  /** Makes what was accepted safe from the end of the machine. */
  void flush() {
    suspended = null;
    drops.look(queue.stalled());
    try {
      queue.flush();
      unsafe.set(null);
    } catch (IOException e) {
      String text = DiskFailure.text(e);
      if (unsafe.getAndSet(text) == null) {
        LOG.error("{} cannot be made safe on disk: {}", topic, text);
      }
    }
  }

  /** Whether more can wait without that the oldest are dropped. */
  boolean hasRoom() {
    return queue.bytes() < FULL * maxBytes;
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

  /** For how long nothing was sent, or the oldest has waited, whichever is longer. */
  Duration waiting() {
    Duration oldest = oldest();
    Duration stalled = queue.stalled();
    return oldest.compareTo(stalled) > 0 ? oldest : stalled;
  }

  /** A sentence on what keeps events from Kafka, or null where nothing does. */
  @Nullable String trouble() {
    String why = unwritable.get();
    if (why != null) {
      return topic + " cannot be written to disk" + (losing.get() ? " and are lost: " : ": ") + why;
    }
    String disk = unsafe.get();
    if (disk != null) {
      return topic + " cannot be made safe on disk: " + disk;
    }
    Duration stalled = queue.stalled();
    if (stalled.compareTo(PATIENCE) <= 0) {
      return null;
    }
    long dropped = drops.lost();
    String kafka = sender.trouble();
    return "%s wait for Kafka, %d of them; it has taken nothing for %d s%s%s"
        .formatted(
            topic,
            records(),
            stalled.toSeconds(),
            dropped == 0 ? "" : ", and " + dropped + " older ones were dropped",
            kafka == null ? "" : ": " + kafka);
  }

  /** Whether all was sent in time. */
  boolean drain(Duration patience) throws InterruptedException {
    return queue.awaitEmpty(patience);
  }

  /** Sends no more; what waits is sent at the next start. */
  void close() throws IOException {
    sender.close();
    if (drops.lost() > 0) {
      LOG.warn("{}: {} readings were dropped", topic, drops.lost());
    }
    queue.close();
  }
}
