package dev.pointsman.agent.delivery;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.event.EventKind;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events to Kafka at least once, each with its own timestamp and in the order in which they
 * were accepted within a topic. Until Kafka has acknowledged them they lie on disk: an event that
 * was accepted survives the end of the process at once, and that of the machine after a second. A
 * topic that Kafka does not take holds up no other.
 */
public final class Delivery implements EventSink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final long FLUSH_MILLIS = 1000;
  private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(10);
  private static final double MILLIS_PER_SECOND = 1000;

  private final FolderLock lock;
  private final Map<EventKind, Outbox> outboxes;
  private final Duration drain;
  private final long leftBehind;
  private final ScheduledExecutorService flusher;

  private Delivery(FolderLock lock, Map<EventKind, Outbox> outboxes, Duration drain) {
    this.lock = lock;
    this.outboxes = outboxes;
    this.drain = drain;
    this.leftBehind = waiting();
    this.flusher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "flush queues");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to send what waits from earlier, and to accept.
   *
   * @param registry gets metrics of events and queues by topic
   * @throws FolderInUseException if another agent has the folder
   * @throws IOException if the folder cannot be used
   */
  public static Delivery open(DeliverySettings settings, Clock clock, CollectorRegistry registry)
      throws IOException {
    // What an earlier process left is as old as the wall clock says, and ages steadily from here.
    return openSteady(settings, new SteadyClock(clock, System::nanoTime), registry);
  }

  static Delivery openSteady(DeliverySettings settings, Clock steady, CollectorRegistry registry)
      throws IOException {
    FolderLock lock = FolderLock.take(settings.folder());
    try {
      var metrics = new TopicMetrics.All(registry);
      var outboxes = new EnumMap<EventKind, Outbox>(EventKind.class);
      for (EventKind kind : EventKind.values()) {
        outboxes.put(kind, Outbox.open(kind.topic(), settings, metrics.of(kind.topic()), steady));
      }
      var delivery = new Delivery(lock, outboxes, settings.drain());
      registry.register(delivery.new QueueMetrics());
      delivery.start();
      return delivery;
    } catch (IOException e) {
      lock.close(); // and the agent ends, with what it opened
      throw e;
    }
  }

  private void start() {
    outboxes.values().forEach(Outbox::start);
    // Nobody waits for it to end: what goes wrong is told by the outbox itself.
    var unused =
        flusher.scheduleWithFixedDelay(
            this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Makes what was accepted safe, where the folder is still ours. */
  synchronized void flush() {
    try {
      lock.renew();
    } catch (IOException e) {
      outboxes.values().forEach(each -> each.suspend(e));
      return;
    }
    outboxes.values().forEach(Outbox::flush);
  }

  @Override
  public void accept(AgentEvent event) {
    outbox(event.kind()).accept(event);
  }

  @Override
  public boolean hasRoom(EventKind kind) {
    return outbox(kind).hasRoom();
  }

  @Override
  public boolean offer(AgentEvent event) {
    return outbox(event.kind()).offer(event);
  }

  private Outbox outbox(EventKind kind) {
    return Objects.requireNonNull(outboxes.get(kind));
  }

  /** How many events wait for Kafka. */
  public long waiting() {
    return outboxes.values().stream().mapToLong(Outbox::records).sum();
  }

  /** How many events an earlier process left behind. */
  public long leftBehind() {
    return leftBehind;
  }

  /**
   * For how long the oldest event of this kind waits for Kafka, or Kafka has taken none of those
   * that waited, also where they were dropped since; zero where none waits.
   */
  public Duration waiting(EventKind kind) {
    return outbox(kind).waiting();
  }

  /** Sentences on what keeps events from Kafka, or from being accepted; none where all is well. */
  public List<String> troubles() {
    return outboxes.values().stream().map(Outbox::trouble).filter(Objects::nonNull).toList();
  }

  /** Goes on sending for as long as it may; what waits then is sent at the next start. */
  @Override
  public void close() {
    close(drain);
  }

  /** Goes on sending for that long. */
  public void close(Duration patience) {
    try {
      long deadline = System.nanoTime() + patience.toNanos();
      for (Outbox each : outboxes.values()) {
        each.drain(Duration.ofNanos(deadline - System.nanoTime()));
      }
      flusher.shutdown();
      if (!flusher.awaitTermination(FLUSH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the disk takes longer than {} to write", FLUSH_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    flusher.shutdownNow();
    long waiting = waiting();
    if (waiting > 0) {
      LOG.warn("{} events wait on disk and are sent at the next start", waiting);
    }
    for (Outbox each : outboxes.values()) {
      try {
        each.close();
      } catch (IOException e) {
        LOG.error("a queue could not be closed well: {}", DiskFailure.text(e));
      }
    }
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("the data folder could not be given free: {}", DiskFailure.text(e));
    }
  }

  /** The state of the queues at the moment of asking. */
  private final class QueueMetrics extends Collector {

    @Override
    public List<MetricFamilySamples> collect() {
      return List.of(
          gauge("pointsman_agent_queue_records", "Events that wait for Kafka.", Outbox::records),
          gauge("pointsman_agent_queue_bytes", "Bytes that wait for Kafka.", Outbox::bytes),
          gauge(
              "pointsman_agent_queue_oldest_age_seconds",
              "How long the oldest event has waited for Kafka; 0 where none waits.",
              outbox -> outbox.oldest().toMillis() / MILLIS_PER_SECOND));
    }

    private MetricFamilySamples gauge(String name, String help, ToDoubleFunction<Outbox> value) {
      var family = new GaugeMetricFamily(name, help, List.of("topic"));
      outboxes.forEach(
          (kind, outbox) -> family.addMetric(List.of(kind.topic()), value.applyAsDouble(outbox)));
      return family;
    }
  }
}
