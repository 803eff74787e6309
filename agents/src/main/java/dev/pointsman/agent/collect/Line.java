package dev.pointsman.agent.collect;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.schedule.Schedule;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One collector that is run again and again, never twice at a time. */
final class Line {

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  private final Collector collector;
  private final AgentContext context;
  private final PollerMetrics metrics;
  private final ScheduledExecutorService timer;
  private final Executor workers;
  private final Schedule schedule;
  private final Labels labels;
  private final Coverage.Check check;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();

  Line(
      Collector collector,
      AgentContext context,
      PollerMetrics metrics,
      ScheduledExecutorService timer,
      Executor workers) {
    this.collector = collector;
    this.context = context;
    this.metrics = metrics;
    this.timer = timer;
    this.workers = workers;
    this.schedule =
        Schedule.spread(
            collector.interval(), collector.name(), collector.target(), context.observer());
    this.labels =
        Labels.of(
            "collector",
            collector.name(),
            "observer",
            context.observer(),
            "target",
            collector.target());
    this.check = context.coverage().expect(collector.interval());
  }

  Schedule schedule() {
    return schedule;
  }

  Duration interval() {
    return collector.interval();
  }

  /** Runs it, unless it still runs. */
  void due() {
    if (running.get()) {
      metrics.overdue(collector.name());
      tell(false);
    } else {
      var unused = run();
    }
  }

  /** Runs it; done when the round has ended or its time is up. */
  CompletableFuture<Void> run() {
    var done = new CompletableFuture<Void>();
    running.set(true);
    workers.execute(
        () -> {
          try {
            collect(done);
          } finally {
            running.set(false);
          }
        });
    return done;
  }

  private void collect(CompletableFuture<Void> done) {
    var round = new Round();
    Future<?> deadline =
        timer.schedule(
            () -> {
              if (round.timeOut()) {
                String reason = "no end within " + Seconds.text(collector.timeout());
                counted(round, PollerMetrics.Outcome.TIMEOUT, reason, done);
              }
            },
            collector.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    Exception failure = null;
    try {
      collector.collect(context.sink());
    } catch (Exception e) {
      failure = e;
    }
    boolean inTime = round.end();
    deadline.cancel(false);
    if (inTime) {
      counted(
          round,
          failure == null ? PollerMetrics.Outcome.OK : PollerMetrics.Outcome.FAILED,
          failure == null ? null : Round.explain(failure),
          done);
    }
  }

  private void counted(
      Round round,
      PollerMetrics.Outcome outcome,
      @Nullable String reason,
      CompletableFuture<Void> done) {
    metrics.ended(collector.name(), outcome, round.took());
    tell(outcome == PollerMetrics.Outcome.OK);
    check.told();
    // Once, and not again in each round.
    if (reason == null) {
      if (failing.getAndSet(false)) {
        LOG.info("{} {} answers again", collector.name(), collector.target());
      }
    } else if (!failing.getAndSet(true)) {
      LOG.warn("{} {} cannot be asked: {}", collector.name(), collector.target(), reason);
    }
    done.complete(null);
  }

  private void tell(boolean up) {
    context
        .sink()
        .accept(MetricEvent.of("collector_up", labels, up ? 1 : 0, context.clock().instant()));
  }
}
