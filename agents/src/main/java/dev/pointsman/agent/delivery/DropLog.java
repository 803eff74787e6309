package dev.pointsman.agent.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a queue drops, and says it in the log once when the queue begins to drop for want of
 * room or for age, and once when that has ended. Any thread may call.
 */
final class DropLog implements DiskQueue.Drops {

  private static final Logger LOG = LoggerFactory.getLogger(DropLog.class);

  /** After which, where Kafka takes something again, dropping has ended. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final String topic;
  private final QueueLimits limits;
  private final DiskQueue.Drops metrics;
  private final Clock clock;

  private @Nullable Instant last;
  private long lost;

  DropLog(String topic, QueueLimits limits, DiskQueue.Drops metrics, Clock clock) {
    this.topic = topic;
    this.limits = limits;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public synchronized void dropped(DropReason reason, long count) {
    metrics.dropped(reason, count);
    if (reason != DropReason.SIZE && reason != DropReason.AGE) {
      return;
    }
    if (last == null) {
      LOG.warn(
          reason == DropReason.SIZE
              ? "{}: the queue is full with {} MiB, and the oldest readings are dropped"
              : "{}: readings have waited for {} hours, and what is older is dropped",
          topic,
          reason == DropReason.SIZE ? limits.maxBytes() >> 20 : limits.maxAge().toHours());
    }
    last = clock.instant();
    lost += count;
  }

  /** How many were dropped since it began; 0 where none are. */
  synchronized long lost() {
    return lost;
  }

  /**
   * Sees whether dropping has ended.
   *
   * @param stalled for how long Kafka has taken nothing of what waits
   */
  synchronized void look(Duration stalled) {
    if (last == null) {
      return;
    }
    Duration quiet = Duration.between(last, clock.instant());
    if (quiet.compareTo(QUIET) >= 0 && stalled.compareTo(quiet) < 0) {
      LOG.info("{}: no more readings are dropped; {} were", topic, lost);
      last = null;
      lost = 0;
    }
  }
}
