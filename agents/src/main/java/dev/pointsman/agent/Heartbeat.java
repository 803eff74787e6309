package dev.pointsman.agent;

import dev.pointsman.agent.delivery.Delivery;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every ten seconds that an agent lives, and how well it does what it is for:
 *
 * <ul>
 *   <li>{@code agent_heartbeat}: for how many seconds it has run
 *   <li>{@code agent_checks}: how many checks it is to run
 *   <li>{@code agent_checks_silent}: how many of them found nothing out for three of their
 *       intervals
 *   <li>{@code agent_waiting_seconds} by {@code topic}: for how long the oldest event waits for
 *       Kafka, or Kafka has taken none
 * </ul>
 *
 * each with the labels agent, observer, and instance where it has one.
 */
final class Heartbeat implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final int MISSED_BEATS = 3;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1000;

  private final Labels labels;
  private final Delivery delivery;
  private final Coverage coverage;
  private final Clock clock;
  private final long startNanos = System.nanoTime();
  private volatile long beatNanos = startNanos;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  Heartbeat(AgentIdentity identity, Delivery delivery, Coverage coverage, Clock clock) {
    this.labels = identity.labels();
    this.delivery = delivery;
    this.coverage = coverage;
    this.clock = clock;
  }

  void start() {
    // Not waited for: that it goes on is asked by isAlive.
    var unused =
        timer.scheduleAtFixedRate(this::beat, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  void beat() {
    try {
      tellAll();
    } catch (RuntimeException e) {
      // Thrown on, it would end the timer: that beats are missing is told by isAlive.
      LOG.error("a heartbeat could not be told", e);
    }
  }

  private void tellAll() {
    Instant at = clock.instant();
    tell("agent_heartbeat", labels, (System.nanoTime() - startNanos) / NANOS_PER_SECOND, at);
    tell("agent_checks", labels, coverage.checks(), at);
    tell("agent_checks_silent", labels, coverage.silent(), at);
    for (EventKind kind : EventKind.values()) {
      Labels withTopic = labels.with(Labels.of("topic", kind.topic()));
      double seconds = delivery.waiting(kind).toMillis() / MILLIS_PER_SECOND;
      tell("agent_waiting_seconds", withTopic, seconds, at);
    }
    beatNanos = System.nanoTime();
  }

  private void tell(String metric, Labels of, double value, Instant at) {
    delivery.accept(MetricEvent.of(metric, of, value, at));
  }

  /** Whether it has told lately. */
  boolean isAlive() {
    return System.nanoTime() - beatNanos < MISSED_BEATS * INTERVAL.toNanos();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
