package dev.pointsman.agent.collect;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.schedule.Schedule;
import dev.pointsman.agent.schedule.Seconds;
import dev.pointsman.agent.sight.Evidence;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One collector that is run again and again, never twice at a time. */
final class Line {

  /** How long one that was interrupted has to tell what it knows. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(2);

  private final Collector collector;
  private final AgentContext context;
  private final PollerMetrics metrics;
  private final Lookout lookout;
  private final Consumer<Collection<String>> ask;
  private final String system;
  private final ScheduledExecutorService timer;
  private final Executor workers;
  private final Schedule schedule;
  private final Labels labels;
  private final Coverage.Check check;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean again = new AtomicBoolean();
  private final Complaint complaint;
  private volatile @Nullable Round newest;

  Line(
      Collector collector,
      AgentContext context,
      PollerMetrics metrics,
      Lookout lookout,
      Consumer<Collection<String>> ask,
      ScheduledExecutorService timer,
      Executor workers) {
    this.collector = collector;
    this.context = context;
    this.metrics = metrics;
    this.lookout = lookout;
    this.ask = ask;
    this.system = system(collector);
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
    this.complaint = new Complaint(collector.name() + " " + collector.target());
    this.check = context.coverage().expect(collector.interval());
  }

  /** The other machines that it asks, in a word; empty where there are none. */
  static String system(Collector collector) {
    return collector.hosts().stream()
        .map(each -> each.toLowerCase(Locale.ROOT))
        .filter(each -> !isLoopback(each))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("127.")
        || host.equals("::1")
        || host.equals("[::1]");
  }

  String system() {
    return system;
  }

  Schedule schedule() {
    return schedule;
  }

  Duration interval() {
    return collector.interval();
  }

  /** Runs it, unless it still runs. */
  void due() {
    if (!running.compareAndSet(false, true)) {
      metrics.overdue(collector.name());
      if (isAsking()) { // and does not merely wait for a thread
        isStillSilent(withUp(List.of(), false));
      }
    } else {
      var unused = begin();
    }
  }

  /**
   * Runs it out of turn; where it is asking already, again when that has ended, as what began
   * earlier does not say whether it answers now. One whose time is up does not.
   */
  void runNow() {
    if (running.compareAndSet(false, true)) {
      var unused = begin();
    } else if (isLate()) {
      isStillSilent(List.of());
    } else if (isAsking()) {
      again.set(true);
    }
  }

  private boolean isAsking() {
    Round round = newest;
    return round != null && !round.hasEnded();
  }

  private boolean isLate() {
    Round round = newest;
    return round != null && round.isLate();
  }

  /** Runs it; done when the round has ended, or its time is up and a little more. */
  CompletableFuture<Void> run() {
    running.set(true);
    return begin();
  }

  private CompletableFuture<Void> begin() {
    var done = new CompletableFuture<Void>();
    workers.execute(
        () -> {
          again.set(false);
          try {
            collect(done);
          } finally {
            running.set(false);
            done.complete(null);
          }
          if (again.getAndSet(false)) {
            runNow();
          }
        });
    return done;
  }

  private void collect(CompletableFuture<Void> done) {
    var round = new Round();
    newest = round;
    Future<?> deadline =
        timer.schedule(
            () -> {
              if (round.timeOut()) {
                String reason = "no end within " + Seconds.text(collector.timeout());
                Evidence evidence = round.hasHeard() ? Evidence.ANSWER : Evidence.NO_ANSWER;
                tell(evidence, round.startNanos(), round.heardNanos(), withUp(List.of(), false));
                counted(round, PollerMetrics.Outcome.TIMEOUT, reason);
                // What it tells as it is interrupted still counts; one that goes on does not.
                var unused =
                    timer.schedule(
                        () -> done.complete(null), END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
              }
            },
            collector.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    Throwable failure = null;
    try {
      collector.collect(
          event -> {
            round.hear();
            context.sink().accept(event);
          });
    } catch (Throwable e) {
      failure = e; // also where memory was out, which is a round that failed like others
    }
    boolean inTime = round.end();
    deadline.cancel(false);
    Evidence evidence = evidence(failure);
    List<AgentEvent> findings =
        failure instanceof NoAnswerException silence ? silence.findings() : List.of();
    if (inTime) {
      tell(evidence, round.startNanos(), round.heardNanos(), withUp(findings, failure == null));
      counted(
          round,
          failure == null ? PollerMetrics.Outcome.OK : PollerMetrics.Outcome.FAILED,
          failure == null ? null : Round.explain(failure));
    } else if (!findings.isEmpty()) {
      tell(evidence, round.startNanos(), round.heardNanos(), findings);
    }
  }

  private static Evidence evidence(@Nullable Throwable failure) {
    if (NoAnswerException.isSilence(failure)) {
      return Evidence.NO_ANSWER;
    }
    // A defect, or a secret that is missing: nobody was asked.
    return failure instanceof RuntimeException || failure instanceof Error
        ? Evidence.LOCAL
        : Evidence.ANSWER;
  }

  private void counted(Round round, PollerMetrics.Outcome outcome, @Nullable String reason) {
    metrics.ended(collector.name(), outcome, round.took());
    check.told();
    complaint.hear(reason, System.nanoTime());
  }

  private List<AgentEvent> withUp(List<AgentEvent> findings, boolean up) {
    var events = new ArrayList<AgentEvent>(findings);
    events.add(MetricEvent.of("collector_up", labels, up ? 1 : 0, context.clock().instant()));
    return events;
  }

  private void isStillSilent(List<AgentEvent> events) {
    long now = System.nanoTime();
    tell(Evidence.NO_ANSWER, now, now, events);
  }

  private void tell(Evidence evidence, long startNanos, long heardNanos, List<AgentEvent> events) {
    Evidence outside = system.isEmpty() ? Evidence.LOCAL : evidence;
    ask.accept(lookout.ended(system, outside, startNanos, heardNanos, events));
  }
}
