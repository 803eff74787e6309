package dev.pointsman.agent.postgres;

import dev.pointsman.agent.fault.Fault;
import dev.pointsman.agent.postgres.Failure.Reason;
import dev.pointsman.agent.postgres.InstanceAnswer.NotAsked;
import dev.pointsman.agent.postgres.InstanceAnswer.Silent;
import dev.pointsman.agent.postgres.InstanceAnswer.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance, asked by a thread of its own over a connection that is kept. It is never asked two
 * things at a time: while it hangs, each further question fails at once.
 */
final class Instance implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  /** A kept connection does not show that new ones are refused, or that a name has moved. */
  private static final long MAX_AGE_NANOS = Duration.ofMinutes(10).toNanos();

  private final InstanceAddress address;
  private final Connector connector;
  private final Clock clock;
  private final ExecutorService worker;
  private final AtomicBoolean busy = new AtomicBoolean();

  private volatile @Nullable Connection connection;
  private volatile boolean abandoned;
  private volatile boolean closed;
  private long openedAt;

  Instance(InstanceAddress address, Connector connector, Clock clock) {
    this.address = address;
    this.connector = connector;
    this.clock = clock;
    this.worker =
        Executors.newSingleThreadExecutor(
            task -> {
              var thread = new Thread(task, "postgresql " + address.name());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What is asked over a connection in autocommit mode. */
  interface Question<T> {
    T ask(Connection connection) throws SQLException, InterruptedException;
  }

  InstanceAddress address() {
    return address;
  }

  /** Asks, and hands the answer over, from a thread of its own, whenever it comes. */
  <T> void ask(Question<T> question, Consumer<InstanceAnswer<T>> answers) {
    if (!busy.compareAndSet(false, true)) {
      answers.accept(silent(Reason.TIMEOUT, "what it was asked earlier is not answered yet"));
      return;
    }
    abandoned = false;
    worker.execute(
        () -> {
          InstanceAnswer<T> answer = answer(question);
          busy.set(false); // first, as the next question may follow from the answer
          answers.accept(answer);
        });
  }

  /** Ends a question that is under way, as far as it can be ended. */
  void abandon() {
    abandoned = true;
    Connection open = connection;
    if (open != null) {
      abort(open);
    }
  }

  <T> Silent<T> silent(Reason reason, String message) {
    return new Silent<>(
        address, new Failure(reason, message, reason == Reason.TIMEOUT), clock.instant());
  }

  private <T> InstanceAnswer<T> answer(Question<T> question) {
    long asked = System.nanoTime();
    try {
      T value = ask(question);
      return new Told<>(
          address, value, clock.instant(), Duration.ofNanos(System.nanoTime() - asked));
    } catch (SQLException | RuntimeException | OutOfMemoryError e) {
      Fault fault = Fault.of(e);
      if (fault != null) {
        return new NotAsked<>(address, fault, clock.instant());
      }
      return new Silent<>(address, Failure.of(e, connector.shown()), clock.instant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return silent(Reason.OTHER, "the collector was closed");
    }
  }

  private <T> T ask(Question<T> question) throws SQLException, InterruptedException {
    Connection kept = connection;
    if (kept != null && System.nanoTime() - openedAt < MAX_AGE_NANOS) {
      try {
        return question.ask(kept);
      } catch (SQLException e) {
        if (abandoned || !(Failure.endsConnection(e) || kept.isClosed())) {
          throw e;
        }
        // The server was started anew, or something between cut the connection: that it answers
        // a new one is what counts.
      }
    }
    drop();
    Connection opened = connector.connect(address);
    connection = opened;
    openedAt = System.nanoTime();
    if (closed) {
      abort(opened);
    }
    return question.ask(opened);
  }

  private void drop() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      abort(old);
    }
  }

  private void abort(Connection open) {
    try {
      open.abort(Runnable::run); // close() would wait for a server that hangs
    } catch (SQLException e) {
      LOG.debug("{} could not be let go of", address.name(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    worker.shutdownNow();
    abandon();
  }
}
