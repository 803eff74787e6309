package dev.pointsman.agent.collect;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.AgentPart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs collectors when they are due, spread over their intervals, none of them twice at a time. A
 * round that has not ended at its timeout is interrupted and counts as failed. After each round it
 * tells {@code collector_up{collector,target,observer}}: 1 where it went well, else 0.
 */
public final class Poller implements AgentPart {

  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  /** Collectors that run at a time; more of them wait for one another. */
  private static final int MAX_THREADS = 128;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final int IDLE_SECONDS = 60;

  private final List<Collector> collectors;

  /** Starts rounds and ends them, and never waits itself. */
  private final ScheduledThreadPoolExecutor timer;

  private final ThreadPoolExecutor workers;
  private volatile boolean closed;

  /** A part of an agent that runs these, and closes them in the end. */
  public Poller(List<? extends Collector> collectors) {
    this.collectors = List.copyOf(collectors);
    // What comes after close is nothing any more.
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, daemons("collect timer"), new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    int threads = Math.max(1, Math.min(collectors.size(), MAX_THREADS));
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons("collect"),
            new ThreadPoolExecutor.DiscardPolicy());
    workers.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public String name() {
    return "collect";
  }

  @Override
  public List<String> describe() {
    return collectors.stream()
        .map(each -> each.name() + " " + each.target() + " every " + Seconds.text(each.interval()))
        .toList();
  }

  @Override
  public void start(AgentContext context) {
    var metrics = new PollerMetrics(context.metrics());
    for (Collector each : collectors) {
      var line = new Line(each, untilClosed(context), metrics, timer, workers);
      schedule(line, line.schedule().after(context.clock().instant()), context.clock());
    }
  }

  private AgentContext untilClosed(AgentContext context) {
    return context.withSink(
        event -> {
          if (!closed) {
            context.sink().accept(event);
          }
        });
  }

  private void schedule(Line line, Instant due, Clock clock) {
    Duration delay = Duration.between(clock.instant(), due);
    // Not waited for: what is due is started by the timer and by nobody else.
    var unused =
        timer.schedule(() -> tick(line, due, clock), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick(Line line, Instant due, Clock clock) {
    line.due();
    Instant now = clock.instant();
    // A timer that is early by this clock must not come twice for one time, and a clock that was
    // set back must not stop the collector until it is there again.
    boolean early = due.isAfter(now) && due.isBefore(now.plus(line.interval()));
    schedule(line, line.schedule().after(early ? due : now), clock);
  }

  @Override
  public void runOnce(AgentContext context) throws InterruptedException {
    var metrics = new PollerMetrics(context.metrics());
    CompletableFuture<?>[] rounds =
        collectors.stream()
            .map(each -> new Line(each, untilClosed(context), metrics, timer, workers).run())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(rounds).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a round does not fail, it tells", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a collector still runs {} after it was interrupted", CLOSE_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    collectors.forEach(Collector::close);
  }
}
