package dev.pointsman.agent.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits in a queue by one producer, until the first error that is not the fault of a
 * record. Then it ends the producer at once: so what came after the failed record cannot overtake
 * it, as of an idempotent producer a broker takes nothing that has a gap before it.
 */
final class Transmission implements AutoCloseable {

  /** Hears what became of records. */
  interface Listener {
    void delivered(StoredRecord record);

    void refused(DropReason reason, Exception error);
  }

  /** How soon a failure is noticed while nothing comes that could be sent. */
  private static final Duration LOOK_AROUND = Duration.ofMillis(500);

  private final String topic;
  private final DiskQueue queue;
  private final Producer<byte[], byte[]> producer;
  private final Listener listener;
  private final InFlight inFlight;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile long aloneThrough;
  private volatile boolean delivered;

  /**
   * Sends from where the queue is.
   *
   * @param aloneThrough up to this sequence each record is sent alone, to tell which is refused
   */
  Transmission(
      String topic,
      DiskQueue queue,
      Producer<byte[], byte[]> producer,
      Listener listener,
      long aloneThrough) {
    this.topic = topic;
    this.queue = queue;
    this.producer = producer;
    this.listener = listener;
    this.inFlight = new InFlight(queue::acknowledge);
    this.aloneThrough = aloneThrough;
  }

  /**
   * Sends until it fails.
   *
   * @return why
   */
  Exception run() throws IOException, InterruptedException {
    while (true) {
      Exception failed = failure.get();
      if (failed != null) {
        return failed;
      }
      StoredRecord record = queue.take(LOOK_AROUND);
      if (record != null) {
        // The first is alone as well: of a producer that a broker does not know it takes anything.
        send(inFlight.add(record, !delivered || record.sequence() <= aloneThrough));
      }
    }
  }

  private void send(InFlight.Sent sent) {
    StoredRecord record = sent.record();
    try {
      // The callback hears of all that the future would tell.
      var unused =
          producer.send(
              new ProducerRecord<>(
                  topic, null, record.timestampMillis(), record.key(), record.value()),
              (metadata, error) -> settle(sent, error));
    } catch (KafkaException | IllegalStateException | IllegalArgumentException e) {
      settle(sent, e);
    }
  }

  private void settle(InFlight.Sent sent, @Nullable Exception error) {
    if (error == null) {
      delivered = true;
      listener.delivered(sent.record());
      inFlight.settle(sent);
      return;
    }
    Refusal refusal = Refusal.of(error);
    if (refusal == Refusal.TOO_LARGE) {
      drop(sent, DropReason.TOO_LARGE, error);
      return;
    }
    if (refusal == Refusal.REFUSED) {
      if (sent.alone()) {
        drop(sent, DropReason.REFUSED, error);
        return;
      }
      // Brokers refuse whole batches, and not all say for which record.
      aloneThrough = Math.max(aloneThrough, sent.record().sequence());
    }
    if (failure.compareAndSet(null, error)) {
      inFlight.end();
      producer.close(Duration.ZERO);
    }
  }

  private void drop(InFlight.Sent sent, DropReason reason, Exception error) {
    listener.refused(reason, error);
    inFlight.settle(sent);
  }

  /** Whether Kafka took anything. */
  boolean hasDelivered() {
    return delivered;
  }

  /** Up to which record the next transmission is to send each alone; final once this is closed. */
  long aloneThrough() {
    return aloneThrough;
  }

  /** Ends the producer, whose callbacks come no more when this returns. */
  @Override
  public void close() {
    failure.compareAndSet(null, new KafkaException("the sender was stopped"));
    producer.close(Duration.ZERO);
  }
}
