package dev.pointsman.agent.collect;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.fault.Fault;
import dev.pointsman.agent.fault.OwnFaults;
import dev.pointsman.agent.schedule.Schedule;
import dev.pointsman.agent.schedule.Seconds;
import dev.pointsman.agent.sight.Evidence;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One collector that is run again and again, never twice at a time. What it finds is told of a run
 * that was due, and not of one that is only to find out whether its system answers.
 */
final class Line {

  /** How long one that was interrupted has to tell what it knows. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(2);

  private final Collector collector;
  private final AgentContext context;
  private final PollerMetrics metrics;
  private final OwnFaults faults;
  private final Lookout lookout;
  private final Runnable doubt;
  private final String system;
  private final ScheduledExecutorService timer;
  private final Executor workers;
  private final Schedule schedule;
  private final Labels labels;
  private final Coverage.Check check;
  private final Complaint complaint;

  private enum Doing {
    NOTHING,
    TURN,
    /** A run out of turn. */
    QUESTION
  }

  private Doing doing = Doing.NOTHING;
  private Doing next = Doing.NOTHING;
  private @Nullable Round newest;
  private @Nullable Fault fault;

  Line(
      Collector collector,
      AgentContext context,
      PollerMetrics metrics,
      OwnFaults faults,
      Lookout lookout,
      Runnable doubt,
      ScheduledExecutorService timer,
      Executor workers) {
    this.collector = collector;
    this.context = context;
    this.metrics = metrics;
    this.faults = faults;
    this.lookout = lookout;
    this.doubt = doubt;
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

  /** Runs it, unless it still runs; after a question, where that is what it runs for. */
  void due() {
    if (!start(Doing.TURN) && !takesTurn()) {
      metrics.overdue(collector.name());
      if (isAsking()) { // and does not merely wait for a thread
        isStillSilent(withUp(List.of(), false));
      }
    }
  }

  private synchronized boolean takesTurn() {
    if (doing != Doing.QUESTION || isLate()) {
      return false;
    }
    if (isAsking()) {
      next = Doing.TURN;
    } else {
      doing = Doing.TURN;
    }
    return true;
  }

  /**
   * Runs it out of turn, and tells nothing of what it finds; where it is asking already, again when
   * that has ended, as what began earlier does not say whether it answers now. One whose time is up
   * does not.
   */
  void runNow() {
    if (start(Doing.QUESTION)) {
      return;
    }
    if (isLate()) {
      long now = System.nanoTime();
      lookout.asked(system, Evidence.NO_ANSWER, now, now);
      doubt.run();
    } else {
      asksAgain();
    }
  }

  private synchronized void asksAgain() {
    if (isAsking() && next == Doing.NOTHING) {
      next = Doing.QUESTION;
    }
  }

  private synchronized boolean isAsking() {
    return newest != null && !newest.hasEnded();
  }

  private synchronized boolean isLate() {
    return newest != null && newest.isLate();
  }

  /** Runs it; done when the round has ended, or its time is up and a little more. */
  CompletableFuture<Void> run() {
    var done = new CompletableFuture<Void>();
    if (!start(Doing.TURN, done)) {
      done.complete(null);
    }
    return done;
  }

  private boolean start(Doing what) {
    return start(what, new CompletableFuture<>());
  }

  private boolean start(Doing what, CompletableFuture<Void> done) {
    synchronized (this) {
      if (doing != Doing.NOTHING) {
        return false;
      }
      doing = what;
    }
    begin(done);
    return true;
  }

  private void begin(CompletableFuture<Void> done) {
    workers.execute(
        () -> {
          try {
            collect(done);
          } finally {
            done.complete(null);
            if (goesOn()) {
              begin(new CompletableFuture<>());
            }
          }
        });
  }

  private synchronized boolean goesOn() {
    doing = next;
    next = Doing.NOTHING;
    return doing != Doing.NOTHING;
  }

  private synchronized Round newRound() {
    var round = new Round(doing == Doing.TURN);
    newest = round;
    return round;
  }

  private void collect(CompletableFuture<Void> done) {
    Round round = newRound();
    Future<?> deadline =
        timer.schedule(
            () -> {
              if (round.timeOut()) {
                String reason = "no end within " + Seconds.text(collector.timeout());
                Evidence evidence = round.hasHeard() ? Evidence.ANSWER : Evidence.NO_ANSWER;
                tell(round, evidence, withUp(List.of(), false));
                counted(round, PollerMetrics.Outcome.TIMEOUT, reason);
                round.interrupt(); // once this is told, as nobody may listen when it has ended
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
            if (round.isInTurn()) {
              context.sink().accept(event);
            }
          });
    } catch (Throwable e) {
      failure = e; // also where memory was out, which is a round that failed like others
    }
    boolean inTime = round.end();
    deadline.cancel(false);
    Fault own = failure == null ? null : Fault.of(failure);
    if (own != null) {
      if (inTime) {
        metrics.ended(collector.name(), PollerMetrics.Outcome.NOT_ASKED, round.took());
        found(own);
      }
      return; // nothing is known of the system
    }
    Evidence evidence = evidence(failure);
    List<AgentEvent> findings =
        failure instanceof NoAnswerException silence ? silence.findings() : List.of();
    if (inTime) {
      tell(round, evidence, withUp(findings, failure == null));
      counted(
          round,
          failure == null ? PollerMetrics.Outcome.OK : PollerMetrics.Outcome.FAILED,
          failure == null ? null : Round.explain(failure));
    } else if (!findings.isEmpty()) {
      tell(round, evidence, findings);
    }
  }

  private static Evidence evidence(@Nullable Throwable failure) {
    if (NoAnswerException.isSilence(failure)) {
      return Evidence.NO_ANSWER;
    }
    // A defect: it is not known whether anybody was asked.
    return failure instanceof RuntimeException || failure instanceof Error
        ? Evidence.LOCAL
        : Evidence.ANSWER;
  }

  private void counted(Round round, PollerMetrics.Outcome outcome, @Nullable String reason) {
    metrics.ended(collector.name(), outcome, round.took());
    found(null);
    if (round.isInTurn()) {
      check.told();
      complaint.hear(reason, System.nanoTime());
    }
  }

  private synchronized void found(@Nullable Fault now) {
    faults.change(collector.name() + " " + collector.target(), fault, now);
    fault = now;
  }

  /** For who tries it out, that the system could not be asked. */
  synchronized void tellFault() {
    if (fault != null) {
      withUp(List.of(), false).forEach(context.sink()::accept);
    }
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

  private void tell(Round round, Evidence evidence, List<AgentEvent> events) {
    if (round.isInTurn()) {
      tell(evidence, round.startNanos(), round.heardNanos(), events);
    } else {
      lookout.asked(system, evidence, round.startNanos(), round.heardNanos());
      doubt.run();
    }
  }

  private void tell(Evidence evidence, long startNanos, long heardNanos, List<AgentEvent> events) {
    Evidence outside = system.isEmpty() ? Evidence.LOCAL : evidence;
    boolean counts = outside != Evidence.NO_ANSWER || lookout.speaker(system) == this;
    if (outside == Evidence.ANSWER) {
      lookout.answers(system, this);
    }
    lookout.ended(counts ? system : null, outside, startNanos, heardNanos, events);
    doubt.run();
  }
}
