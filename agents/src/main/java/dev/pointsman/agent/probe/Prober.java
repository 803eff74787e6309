package dev.pointsman.agent.probe;

import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.fault.Fault;
import dev.pointsman.agent.fault.OwnFaults;
import dev.pointsman.agent.schedule.Schedule;
import dev.pointsman.agent.sight.Evidence;
import dev.pointsman.agent.sight.Sight;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs probes when they are due; each run ends in one result, at its timeout at the latest, and no
 * probe runs twice at a time. Results say what targets did: while the agent itself sees nothing it
 * tells only that ({@code agent_blind}).
 */
public final class Prober implements AutoCloseable {

  /** How often {@code agent_blind} is told. */
  static final Duration SIGHT_INTERVAL = Duration.ofSeconds(10);

  /** Between two starts where each runs once, and how long all of these may take. */
  private static final Duration ONCE_GAP = Duration.ofMillis(50);

  private static final Duration ONCE_SPREAD = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final AgentIdentity identity;
  private final Clock clock;
  private final Network network;
  private final ProbeTelemetry telemetry;
  private final Handover handover;
  private final OwnFaults faults;
  private final AtomicBoolean closing = new AtomicBoolean();

  // What follows belongs to the loop.
  private final List<Line> lines = new ArrayList<>();

  /** Whom to ask whether a host answers: what it answered last, for it may answer little else. */
  private final Map<String, Line> lineByHost = new HashMap<>();

  private Sight<LineResult> sight = new Sight<>(Set.of());
  private boolean asksAgain;
  private boolean closed;

  /** Tells the sink of all results; its metrics of itself are in the registry. */
  public Prober(AgentIdentity identity, EventSink sink, Clock clock, CollectorRegistry registry) {
    this(identity, sink, clock, registry, Network.open());
  }

  Prober(
      AgentIdentity identity,
      EventSink sink,
      Clock clock,
      CollectorRegistry registry,
      Network network) {
    this.identity = identity;
    this.clock = clock;
    this.network = network;
    this.telemetry = new ProbeTelemetry(registry);
    this.handover = new Handover(sink, telemetry);
    this.faults = new OwnFaults(telemetry::faulty, handover::log);
  }

  /** Runs these from now on, in place of those that it ran before. */
  public void start(Collection<Probe> probes) {
    start(probes, new Coverage(System::nanoTime), CompletableFuture.completedFuture(null));
  }

  /**
   * As the other, once it is ready, as {@link #warmUp} says; each probe is a check of the coverage
   * from now on.
   */
  public void start(Collection<Probe> probes, Coverage coverage, CompletableFuture<Void> ready) {
    List<Line> fresh =
        probes.stream()
            .map(each -> new Line(each, identity.instance(), coverage.expect(each.interval())))
            .toList();
    var unused = ready.thenRunAsync(() -> begin(fresh), network.loop());
  }

  /**
   * Runs some of them so that the runs after it are as fast as they will be; nobody hears of these.
   * Completes within 3 s, also where nobody answers, and never with a failure.
   */
  public CompletableFuture<Void> warmUp(Collection<Probe> probes) {
    return WarmUp.of(probes, network);
  }

  /**
   * Runs each once and tells nobody but the caller; in the order of the probes. They begin one
   * after another, within 2 s, for a burst of them would make each look slow.
   */
  public CompletableFuture<List<ProbeResult>> once(Collection<Probe> probes) {
    long gap = ONCE_SPREAD.dividedBy(Math.max(1, probes.size())).toNanos();
    long between = Math.min(ONCE_GAP.toNanos(), gap);
    var results = new ArrayList<CompletableFuture<ProbeResult>>();
    for (Probe each : probes) {
      results.add(runOnce(each, results.size() * between));
    }
    return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> results.stream().map(CompletableFuture::join).toList());
  }

  /** Ends all runs; when this returns the sink is called no more. */
  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    // What runs now tells of nothing.
    var stopped = network.loop().submit(() -> closed = true);
    stopped.awaitUninterruptibly(CLOSE_PATIENCE.toMillis());
    handover.close();
    network.close();
  }

  /** A probe on schedule. */
  private static final class Line {

    private final Probe probe;
    private final Schedule schedule;
    private final HealthState health;
    private final Coverage.Check covered;
    private boolean up = true;
    private boolean running;
    private boolean dueAgain;
    private boolean removed;
    private @Nullable Fault fault;

    Line(Probe probe, @Nullable String instance, Coverage.Check covered) {
      this.probe = probe;
      this.covered = covered;
      this.schedule = probe.schedule(instance);
      this.health = new HealthState(probe.thresholds());
    }

    private void remove() {
      removed = true;
      covered.forget();
    }
  }

  private record LineResult(Line line, ProbeResult result) {}

  private CompletableFuture<ProbeResult> runOnce(Probe probe, long delayNanos) {
    var found = new CompletableFuture<ProbeResult>();
    Runnable run = () -> run(probe, (attempt, outcome) -> found.complete(result(probe, outcome)));
    var unused = network.loop().schedule(run, delayNanos, TimeUnit.NANOSECONDS);
    return found;
  }

  private void begin(List<Line> fresh) {
    if (closed) {
      return;
    }
    telemetry.scheduled(fresh.size() - lines.size());
    lines.forEach(Line::remove);
    lines.clear();
    faults.forget();
    telemetry.noneFaulty();
    lines.addAll(fresh);
    lineByHost.clear();
    lines.forEach(line -> lineByHost.putIfAbsent(line.probe.check().host(), line));
    sight = new Sight<>(lineByHost.keySet());
    // Only where it begins: a clock that is set later neither stops a probe nor hurries it.
    Instant now = clock.instant();
    long nanos = System.nanoTime();
    for (Line line : lines) {
      schedule(line, nanos + Duration.between(now, line.schedule.after(now)).toNanos());
    }
    tellOfSight(sight);
  }

  private void schedule(Line line, long dueNanos) {
    long delay = dueNanos - System.nanoTime();
    var unused = network.loop().schedule(() -> tick(line, dueNanos), delay, TimeUnit.NANOSECONDS);
  }

  private void tick(Line line, long dueNanos) {
    if (closed || line.removed) {
      return;
    }
    long now = System.nanoTime();
    telemetry.started(Duration.ofNanos(now - dueNanos));
    if (line.running) {
      line.dueAgain = true; // timeout and interval are the same: it ends in this moment
    } else {
      run(line);
    }
    schedule(line, line.schedule.next(dueNanos, now));
  }

  private void run(Line line) {
    line.running = true;
    run(line.probe, (attempt, outcome) -> ended(line, attempt, outcome));
  }

  private void run(Probe probe, Attempt.Listener listener) {
    telemetry.began();
    Attempt.start(
        probe.check(),
        probe.timeout(),
        network,
        (attempt, outcome) -> {
          telemetry.ended(probe.check().type(), attempt, outcome);
          listener.ended(attempt, outcome);
        });
  }

  private void ended(Line line, Attempt attempt, Outcome outcome) {
    line.running = false;
    if (closed || line.removed) {
      return;
    }
    Reason.About about = outcome.reason().about();
    Fault fault =
        about == Reason.About.TARGET
            ? null
            : new Fault(outcome.reason().label(), String.valueOf(outcome.error()));
    faults.change(line.probe.shown(), line.fault, fault);
    line.fault = fault;
    if (fault == null) {
      line.covered.told();
    }
    if (about != Reason.About.AGENT) { // else nobody was asked
      weigh(line, attempt, outcome);
    }
    if (line.dueAgain) {
      line.dueAgain = false;
      run(line);
    }
  }

  /** Tells what a run found, as soon as it is known that this agent sees. */
  private void weigh(Line line, Attempt attempt, Outcome outcome) {
    String host = line.probe.check().host();
    if (attempt.evidence() == Evidence.ANSWER) {
      lineByHost.put(host, line);
    }
    boolean silent = attempt.evidence() == Evidence.NO_ANSWER;
    follow(
        sight.ended(
            silent && lineByHost.get(host) != line ? null : host,
            attempt.evidence(),
            attempt.startNanos(),
            attempt.heardNanos(),
            new LineResult(line, result(line.probe, outcome))));
  }

  private ProbeResult result(Probe probe, Outcome outcome) {
    return new ProbeResult(probe, outcome, clock.instant());
  }

  private void follow(Sight.Step<LineResult> step) {
    for (LineResult each : step.told()) {
      if (!each.result().isOfTarget()) {
        continue;
      }
      Boolean healthy = each.line().health.after(each.result().outcome().up());
      each.result().events(healthy).forEach(handover::accept);
      logChange(each.line(), each.result());
    }
    telemetry.droppedBlind(step.dropped().size());
    boolean blind = sight.state() == Sight.State.BLIND;
    if (blind != telemetry.isBlind()) {
      telemetry.blind(blind);
      tellOfSight();
      handover.log(() -> logSight(blind));
    }
    resolveDoubt();
  }

  /** Asks whom there is to ask, now and later, for as long as it is in doubt. */
  private void resolveDoubt() {
    if (closed) {
      return;
    }
    Sight.Questions questions = sight.questions(System.nanoTime());
    Sight<LineResult> doubted = sight;
    questions.hosts().forEach(host -> ask(doubted, host));
    if (questions.again() > 0 && !asksAgain) {
      asksAgain = true;
      Runnable again =
          () -> {
            asksAgain = false;
            resolveDoubt();
          };
      var unused = network.loop().schedule(again, questions.again(), TimeUnit.NANOSECONDS);
    }
  }

  /** Once, and not again with each run. */
  private void logChange(Line line, ProbeResult result) {
    boolean up = result.outcome().up();
    if (up == line.up) {
      return;
    }
    line.up = up;
    HealthCheckEvent said = result.verdict();
    handover.log(
        () -> {
          if (up) {
            LOG.info("{} of {} in {} is up again", said.check(), said.target(), said.region());
          } else {
            LOG.warn(
                "{} of {} in {} is down: {}",
                said.check(),
                said.target(),
                said.region(),
                said.error());
          }
        });
  }

  private static void logSight(boolean blind) {
    if (blind) {
      LOG.warn("no target answers at all: this agent is blind and blames none until one answers");
    } else {
      LOG.info("a target answers: this agent is no longer blind");
    }
  }

  /** Runs a check of the host only to find out whether anybody answers. */
  private void ask(Sight<LineResult> doubted, String host) {
    Line line = lineByHost.get(host);
    if (line == null) {
      return;
    }
    run(
        line.probe,
        (attempt, outcome) -> {
          if (!closed && doubted == sight) {
            follow(
                sight.asked(host, attempt.evidence(), attempt.startNanos(), attempt.heardNanos()));
          }
        });
  }

  private void tellOfSight(Sight<LineResult> of) {
    if (closed || of != sight) {
      return;
    }
    tellOfSight();
    var unused =
        network
            .loop()
            .schedule(() -> tellOfSight(of), SIGHT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tellOfSight() {
    double blind = sight.state() == Sight.State.BLIND ? 1 : 0;
    handover.accept(MetricEvent.of("agent_blind", identity.labels(), blind, clock.instant()));
  }
}
