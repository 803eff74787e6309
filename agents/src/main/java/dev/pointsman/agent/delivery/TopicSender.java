package dev.pointsman.agent.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what waits in the queue of one topic, again and again until Kafka takes it. */
final class TopicSender implements Transmission.Listener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicSender.class);

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5000;
  private static final Duration LONG = Duration.ofHours(1);

  private final String topic;
  private final DiskQueue queue;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Supplier<String> silence;
  private final TopicMetrics metrics;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  private volatile @Nullable String trouble;

  /**
   * Sends once it is started.
   *
   * @param silence says why Kafka does not answer, where its client only says that it does not
   */
  TopicSender(
      String topic,
      DiskQueue queue,
      Supplier<Producer<byte[], byte[]>> producers,
      Supplier<String> silence,
      TopicMetrics metrics,
      Clock clock) {
    this.topic = topic;
    this.queue = queue;
    this.producers = producers;
    this.silence = silence;
    this.metrics = metrics;
    this.clock = clock;
    this.thread = new Thread(this::run, "send " + topic);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** What Kafka said when it last failed, where nothing was taken since; or null. */
  @Nullable String trouble() {
    return trouble;
  }

  private void run() {
    long pauseMillis = FIRST_PAUSE_MILLIS;
    long aloneThrough = 0;
    try {
      do {
        Progress attempt = attempt(aloneThrough);
        aloneThrough = attempt.aloneThrough();
        pauseMillis =
            attempt.delivered()
                ? FIRST_PAUSE_MILLIS
                : Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        // Not in step with the other agents, which failed in the same moment.
      } while (!stopped.await(
          ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1),
          TimeUnit.MILLISECONDS));
    } catch (InterruptedException | InterruptException e) {
      LOG.debug("{}: stopped", topic);
    }
  }

  private record Progress(boolean delivered, long aloneThrough) {}

  /** Sends until something fails. */
  private Progress attempt(long aloneThrough) throws InterruptedException {
    try {
      awaitFirst();
      var transmission = new Transmission(topic, queue, producers.get(), this, aloneThrough);
      try (transmission) {
        Exception error = transmission.run();
        failed(explain(error, transmission.hasDelivered()));
      }
      return new Progress(transmission.hasDelivered(), transmission.aloneThrough());
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      failed(explain(e)); // there is no producer: Kafka's name is not known, or a setting is wrong
    } catch (IOException e) {
      failed(DiskFailure.text(e));
    } catch (RuntimeException e) {
      // Nobody would send this topic any more if it ended the thread.
      LOG.error("{}: sending failed and is begun anew", topic, e);
      failed(explain(e));
    }
    return new Progress(false, aloneThrough);
  }

  /** An agent that tells nothing of this kind does not connect for it. */
  private void awaitFirst() throws IOException, InterruptedException {
    queue.rewind();
    while (queue.take(LONG) == null) {
      LOG.debug("{}: nothing to send", topic);
    }
    queue.rewind();
  }

  private void failed(String text) {
    if (stopped.getCount() == 0) {
      return; // it was us
    }
    metrics.failed();
    if (trouble == null) {
      LOG.warn("Kafka does not take {}, of which {} wait: {}", topic, queue.records(), text);
    }
    trouble = text;
  }

  /** Of a broker that never answered the client knows nothing but that it has waited. */
  private String explain(Exception error, boolean delivered) {
    boolean unanswered = error instanceof TimeoutException && error.getCause() == null;
    return unanswered && !delivered ? silence.get() : explain(error);
  }

  /** The last cause says what is wrong where the others only say that something is. */
  private static String explain(Exception error) {
    Throwable last = error;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String message = last.getMessage();
    return message == null ? last.getClass().getSimpleName() : message;
  }

  @Override
  public void delivered(StoredRecord record) {
    metrics.delivered(clock.millis() - record.acceptedMillis());
    if (trouble != null) {
      trouble = null;
      LOG.info("Kafka takes {} again; {} wait", topic, queue.records());
    }
  }

  @Override
  public void refused(DropReason reason, Exception error) {
    metrics.dropped(reason, 1);
    LOG.warn("Kafka will never take a record of {}, which is dropped: {}", topic, explain(error));
  }

  /** Stops; what is on its way is sent again at the next start. */
  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
