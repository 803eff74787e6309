package dev.pointsman.connector.kafka;

import dev.pointsman.rule.RuleSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules topic as a live table: holds from the start every rule that the topic held when it was
 * opened, and follows each change from then on, through outages of Kafka.
 */
public final class RulesTopic implements AutoCloseable {

  /** How long {@link #open(KafkaSettings, String, RuleParser)} waits for the rules. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(RulesTopic.class);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final String topic;
  private final RulesReader reader;
  private final RulesListener listener;
  private final Thread follower;
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile Live live;

  /**
   * @param rules what is live
   * @param version grows with each change; equal for any two that have read the same
   */
  private record Live(RuleSet rules, long version) {}

  private RulesTopic(String topic, RulesReader reader, RulesListener listener) {
    this.topic = topic;
    this.reader = reader;
    this.listener = listener;
    this.live = new Live(reader.rules(), reader.position());
    this.follower = new Thread(this::follow, "follow " + topic);
    this.follower.setDaemon(true);
  }

  public static RulesTopic open(KafkaSettings settings, String topic, RuleParser parser) {
    return open(settings, topic, parser, RulesListener.NONE, DEFAULT_PATIENCE);
  }

  /**
   * Returns when every rule that the topic holds now is in the table.
   *
   * @param listener hears of the rejections of the first read before this returns, in the calling
   *     thread, and later of changes and rejections in a thread of its own
   * @throws KafkaUnavailableException if that takes longer than {@code patience}, or there is no
   *     such topic
   */
  public static RulesTopic open(
      KafkaSettings settings,
      String topic,
      RuleParser parser,
      RulesListener listener,
      Duration patience) {
    var reader = new RulesReader(settings, topic, parser);
    try {
      reader.readToEnd(patience).forEach(listener::rejected);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
    var opened = new RulesTopic(topic, reader, listener);
    opened.follower.start();
    return opened;
  }

  /** The rules as of now. */
  public RuleSet current() {
    return live.rules();
  }

  /**
   * Grows with each change, and is the same for any two tables that have read the same records; so
   * it tells which of two tables is ahead.
   */
  public long version() {
    return live.version();
  }

  /** Stops following; the last rules stay readable. */
  @Override
  public void close() {
    closed.countDown();
    reader.wakeup();
    try {
      follower.join(CLOSE_PATIENCE.toMillis());
      if (follower.isAlive()) {
        LOG.warn("the reader of {} has not ended after {}", topic, CLOSE_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (reader) {
      while (closed.getCount() > 0) {
        try {
          publish(reader.poll(POLL));
        } catch (WakeupException e) {
          LOG.debug("closing the reader of {}", topic);
        } catch (RuntimeException e) {
          // Such as a refused login: the rules go on as they are until Kafka lets us in again.
          LOG.warn("cannot follow {}, trying again: {}", topic, e.toString());
          if (closed.await(PAUSE_AFTER_ERROR.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(List<RejectedRule> rejected) {
    RuleSet before = live.rules();
    RuleSet now = reader.rules();
    live = new Live(now, reader.position());
    try {
      rejected.forEach(listener::rejected);
      if (!now.equals(before)) {
        listener.changed(now);
      }
    } catch (RuntimeException e) {
      LOG.error("a listener to {} failed", topic, e);
    }
  }
}
