package dev.pointsman.agent.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs probes when they are due; each run ends in one event, at its timeout at the latest, and no
 * probe ever runs twice at a time.
 */
public final class Prober implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

  /** Events that may wait for a slow sink. */
  private static final int MAX_WAITING_EVENTS = 10_000;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final EventSink sink;
  private final Clock clock;

  /** Starts runs and ends them, and never waits itself. */
  private final ScheduledThreadPoolExecutor timer;

  /** As many threads as there are runs, so at most one for each probe. */
  private final ExecutorService workers;

  private final ThreadPoolExecutor delivery;
  private final Set<Attempt> running = ConcurrentHashMap.newKeySet();

  public Prober(EventSink sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
    this.timer = new ScheduledThreadPoolExecutor(1, daemons("probe timer"));
    this.timer.setRemoveOnCancelPolicy(true);
    // What comes after close is nothing any more.
    this.timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    this.workers = Executors.newCachedThreadPool(daemons("probe"));
    this.delivery =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_EVENTS),
            daemons("probe delivery"),
            (event, executor) -> {
              if (!executor.isShutdown()) {
                LOG.warn("too many events wait for the sink: one is lost");
              }
            });
  }

  /** Runs these from now on, besides those that it runs already. */
  public void start(Collection<Probe> probes) {
    Instant now = clock.instant();
    probes.forEach(probe -> schedule(new Line(probe), probe.dueAfter(now)));
  }

  /** Ends all runs; when this returns the sink is called no more. */
  @Override
  public void close() {
    timer.shutdownNow();
    delivery.shutdown(); // before the runs end, as their ends tell of nothing
    workers.shutdown();
    running.forEach(Prober::end);
    try {
      if (!delivery.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the sink still works on an event after {}", CLOSE_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A probe and whether it runs; only the timer's thread looks at it. */
  private static final class Line {

    private final Probe probe;
    private boolean running;
    private boolean dueAgain;

    Line(Probe probe) {
      this.probe = probe;
    }
  }

  private void schedule(Line line, Instant due) {
    Duration delay = Duration.between(clock.instant(), due);
    // Not waited for: what is due is started by the timer and by nobody else.
    var unused = timer.schedule(() -> tick(line, due), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick(Line line, Instant due) {
    if (!line.running) {
      run(line);
    } else if (!line.dueAgain) {
      line.dueAgain = true; // where timeout and interval are the same, it ends in this moment
    } else {
      // It has told of its timeout already, but hangs where nothing can end it: in the resolver.
      deliver(line.probe, Outcome.noAnswer("the check before has not ended yet"));
    }
    schedule(line, next(line.probe, due, clock.instant()));
  }

  /** What was missed, while this machine slept, is not made up for. */
  private static Instant next(Probe probe, Instant due, Instant now) {
    // A timer that is early by this clock must not come twice for one time, and a clock that was
    // set back must not stop the probe until it is there again.
    boolean early = due.isAfter(now) && due.isBefore(now.plus(probe.interval()));
    return probe.dueAfter(early ? due : now);
  }

  private void run(Line line) {
    Probe probe = line.probe;
    var attempt = new Attempt();
    var outcome = new CompletableFuture<Outcome>();
    Future<?> deadline =
        timer.schedule(
            () -> {
              outcome.complete(
                  Outcome.noAnswer("no answer within " + probe.timeout().toMillis() + " ms"));
              end(attempt);
            },
            probe.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    var unused =
        outcome.thenAccept(
            found -> {
              deadline.cancel(false);
              deliver(probe, found);
            });
    line.running = true;
    running.add(attempt);
    workers.execute(
        () -> {
          outcome.complete(outcome(probe.check(), attempt));
          running.remove(attempt);
          timer.execute(() -> ended(line));
        });
  }

  private void ended(Line line) {
    line.running = false;
    if (line.dueAgain) {
      line.dueAgain = false;
      run(line);
    }
  }

  private static Outcome outcome(Check check, Attempt attempt) {
    try (attempt) {
      return check.run(attempt);
    } catch (IOException e) {
      return Outcome.noAnswer(explain(e));
    } catch (RuntimeException e) {
      LOG.error("check of {} failed by itself", check.target(), e);
      return Outcome.noAnswer("the check failed by itself: " + e);
    }
  }

  private static void end(Attempt attempt) {
    try {
      attempt.close();
    } catch (IOException e) {
      LOG.debug("a connection did not close well", e);
    }
  }

  private void deliver(Probe probe, Outcome outcome) {
    HealthCheckEvent event = HealthCheckEvent.of(probe, outcome, clock.instant());
    delivery.execute(
        () -> {
          try {
            sink.accept(event);
          } catch (RuntimeException e) {
            LOG.error("the sink failed: an event of {} is lost", event.check(), e);
          }
        });
  }

  private static String explain(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host";
    }
    if (e instanceof ConnectException && e.getMessage() != null) {
      return e.getMessage().replaceAll(" \\(.*\\)$", "").toLowerCase(Locale.ROOT);
    }
    if (e instanceof SSLException) {
      return "TLS: " + e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
