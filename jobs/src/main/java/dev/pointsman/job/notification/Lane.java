package dev.pointsman.job.notification;

import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.Receiver;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one service: as many calls at a time as it has threads, and the alerts that wait for
 * one to end. All but the calls happens in the operator's thread.
 */
final class Lane implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final Receiver receiver;
  private final int width;
  private final ExecutorService threads;
  private final Set<String> waiting = new LinkedHashSet<>();
  private int inFlight;

  Lane(String name, Receiver receiver, int width) {
    this.receiver = receiver;
    this.width = width;
    var number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            width,
            task -> {
              var thread = new Thread(task, "deliver-" + name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.execute(this::prepare);
  }

  private void prepare() {
    try {
      receiver.prepare();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the task ends
    } catch (RuntimeException e) {
      LOG.warn("a receiver could not prepare, and its first call may take longer", e);
    }
  }

  int inFlight() {
    return inFlight;
  }

  boolean hasRoom() {
    return inFlight < width;
  }

  /** The alert {@code fingerprint} is next when there is room for it. */
  void await(String fingerprint) {
    waiting.add(fingerprint);
  }

  /** The alert that waits longest; null where none does or there is no room. */
  @Nullable String next() {
    var iterator = waiting.iterator();
    if (!hasRoom() || !iterator.hasNext()) {
      return null;
    }
    String fingerprint = iterator.next();
    iterator.remove();
    return fingerprint;
  }

  /** Starts a call; {@code then} gets the answer, in another thread. */
  void start(Delivery delivery, Consumer<Answer> then) {
    inFlight++;
    threads.execute(
        () -> {
          try {
            then.accept(answer(delivery));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the task ends; its state knows what is open
          }
        });
  }

  /** A call has ended. */
  void ended() {
    inFlight--;
  }

  private Answer answer(Delivery delivery) throws InterruptedException {
    try {
      return receiver.deliver(delivery);
    } catch (RuntimeException e) {
      // A defect of the adapter must not end the job; its message could hold what it was to send.
      String defect = e.getClass().getName();
      LOG.error("the receiver of {} failed: {}", delivery.destination().text(), defect);
      return new Answer.Retry("the receiver failed: " + defect, null, true);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    receiver.close();
  }
}
