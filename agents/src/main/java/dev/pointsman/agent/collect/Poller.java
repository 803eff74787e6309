package dev.pointsman.agent.collect;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.AgentPart;
import dev.pointsman.agent.fault.OwnFaults;
import dev.pointsman.agent.schedule.Seconds;
import dev.pointsman.agent.sight.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs collectors when they are due, spread over their intervals, none of them twice at a time. A
 * round that has not ended at its timeout is interrupted and counts as failed. After each round it
 * tells {@code collector_up{collector,target,observer}}: 1 where it went well, else 0. While no
 * system on another machine answers it tells only that ({@code agent_blind}).
 */
public final class Poller implements AgentPart {

  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  /** Collectors that run at a time; more of them wait for one another. */
  private static final int MAX_THREADS = 512;

  /** How often {@code agent_blind} is told. */
  private static final Duration SIGHT_INTERVAL = Duration.ofSeconds(10);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final int IDLE_SECONDS = 60;

  private final List<Collector> collectors;

  /** Starts rounds and ends them, and never waits itself. */
  private final ScheduledThreadPoolExecutor timer;

  private final ThreadPoolExecutor workers;
  private final AtomicBoolean asksAgain = new AtomicBoolean();
  private volatile boolean closed;

  /** A part of an agent that runs these, and closes them in the end. */
  public Poller(List<? extends Collector> collectors) {
    this(collectors, MAX_THREADS);
  }

  Poller(List<? extends Collector> collectors, int maxThreads) {
    this.collectors = List.copyOf(collectors);
    // What comes after close is nothing any more.
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, daemons("collect timer"), new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    int threads = Math.max(1, Math.min(collectors.size(), maxThreads));
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
    AgentContext open = untilClosed(context);
    Set<String> systems =
        collectors.stream()
            .map(Line::system)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toSet());
    var sight = new Lookout(open, metrics, systems);
    var faults = new OwnFaults(metrics::faulty, Runnable::run);
    var lines = new ArrayList<Line>();
    for (Collector each : collectors) {
      lines.add(
          new Line(each, open, metrics, faults, sight, () -> resolveDoubt(sight), timer, workers));
    }
    sight.introduce(lines);
    Instant now = context.clock().instant();
    for (Line line : lines) {
      Duration first = Duration.between(now, line.schedule().after(now));
      schedule(line, System.nanoTime() + first.toNanos());
    }
    // Not waited for: it ends with the timer.
    var unused =
        timer.scheduleAtFixedRate(sight::tell, 0, SIGHT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks whom there is to ask, now and later, for as long as it is in doubt. */
  private void resolveDoubt(Lookout sight) {
    Sight.Questions questions = sight.questions();
    questions.hosts().stream().map(sight::speaker).filter(Objects::nonNull).forEach(Line::runNow);
    if (questions.again() > 0 && asksAgain.compareAndSet(false, true)) {
      var unused =
          timer.schedule(
              () -> {
                asksAgain.set(false);
                resolveDoubt(sight);
              },
              questions.again(),
              TimeUnit.NANOSECONDS);
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

  /** By a monotonic clock: one that is set neither hastens nor stops a collector. */
  private void schedule(Line line, long due) {
    // Not waited for: what is due is started by the timer and by nobody else.
    var unused =
        timer.schedule(() -> tick(line, due), due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void tick(Line line, long due) {
    line.due();
    schedule(line, line.schedule().next(due, System.nanoTime()));
  }

  @Override
  public void runOnce(AgentContext context) throws InterruptedException {
    var metrics = new PollerMetrics(context.metrics());
    AgentContext open = untilClosed(context);
    var sight = new Lookout(open, metrics, Set.of()); // who tries it out wants to hear of silence
    var faults = new OwnFaults(metrics::faulty, Runnable::run);
    List<Line> lines =
        collectors.stream()
            .map(each -> new Line(each, open, metrics, faults, sight, () -> {}, timer, workers))
            .toList();
    CompletableFuture<?>[] rounds =
        lines.stream().map(Line::run).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(rounds).get();
      lines.forEach(Line::tellFault);
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
