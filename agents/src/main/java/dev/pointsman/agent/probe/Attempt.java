package dev.pointsman.agent.probe;

import dev.pointsman.agent.schedule.Seconds;
import dev.pointsman.agent.sight.Evidence;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a check: it ends once, at its deadline at the latest, and then lets go of all that it
 * opened. Only the network's loop touches it.
 */
public final class Attempt {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /** Told when an attempt is over. */
  interface Listener {
    void ended(Attempt attempt, Outcome outcome);
  }

  private final Network network;
  private final Duration timeout;
  private final Listener listener;
  private final long startNanos = System.nanoTime();
  private final Future<?> deadline;
  private final List<Runnable> openThings = new ArrayList<>();
  private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
  private @Nullable Phase phase;
  private long phaseNanos = startNanos;
  private long heardNanos = startNanos;
  private Evidence evidence = Evidence.NO_ANSWER;
  private UnaryOperator<Outcome> completion = UnaryOperator.identity();
  private boolean over;

  private Attempt(Network network, Duration timeout, Listener listener) {
    this.network = network;
    this.timeout = timeout;
    this.listener = listener;
    this.deadline = network.loop().schedule(this::timeOut, timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Begins a run of the check. */
  static Attempt start(Check check, Duration timeout, Network network, Listener listener) {
    var attempt = new Attempt(network, timeout, listener);
    attempt.goOn(() -> check.start(attempt));
    return attempt;
  }

  public Network network() {
    return network;
  }

  public boolean isOver() {
    return over;
  }

  /** Goes on, unless it is over by now; a defect in that ends it, and not only its deadline. */
  public void goOn(Runnable step) {
    if (over) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(e);
    }
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** The time until the deadline; not negative. */
  public Duration left() {
    Duration left = timeout.minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The phase before this one is over. */
  public void enter(Phase next) {
    closePhase();
    phase = next;
  }

  /** Something came from this machine just now. */
  public void heardFrom(InetAddress machine) {
    heardNanos = System.nanoTime();
    evidence = network.isLocal(machine) ? Evidence.LOCAL : Evidence.ANSWER;
  }

  /**
   * It is this machine that is asked; if it is our own, its silence says nothing of the network.
   */
  public void asks(InetAddress machine) {
    if (network.isLocal(machine)) {
      evidence = Evidence.LOCAL;
    }
  }

  /** However the run ends, this makes its outcome of it, with what was found by then. */
  public void completeWith(UnaryOperator<Outcome> completed) {
    completion = completed;
  }

  /** Closed when the attempt is over, which may be now. */
  public void closeAtEnd(Channel channel) {
    atEnd(() -> network.close(channel));
  }

  /** Run when the attempt is over, which may be now. */
  public void atEnd(Runnable release) {
    if (over) {
      release.run();
    } else {
      openThings.add(release);
    }
  }

  /** Ends the attempt; what comes after the first time changes nothing. */
  public void end(Outcome outcome) {
    if (over) {
      return;
    }
    over = true;
    deadline.cancel(false);
    closePhase();
    openThings.forEach(Runnable::run);
    listener.ended(this, completion.apply(outcome));
  }

  /** Ends the attempt with what went wrong, in words for people. */
  public void fail(Throwable error) {
    Outcome outcome = Failures.explain(error, elapsed());
    if (outcome.reason() == Reason.CHECK_FAILED && !over) {
      LOG.error("a check failed by itself", error);
    }
    end(outcome);
  }

  /** As {@link #fail}, where a refusal comes from this machine. */
  public void failTalkingTo(InetAddress machine, Throwable error) {
    Reason reason = Failures.explain(error, elapsed()).reason();
    if (!over && (reason == Reason.REFUSED || reason == Reason.TLS_FAILED)) {
      heardFrom(machine);
    }
    fail(error);
  }

  Evidence evidence() {
    return evidence;
  }

  long startNanos() {
    return startNanos;
  }

  /** When something was heard last; the start where nothing was. */
  long heardNanos() {
    return heardNanos;
  }

  /** How long each phase took that was entered. */
  Map<Phase, Duration> phases() {
    return phases;
  }

  private void timeOut() {
    Reason reason = phase == null ? Reason.TIMED_OUT : phase.whenTooLong();
    if (reason == Reason.NAME_SERVERS_SILENT) {
      end(Outcome.noAnswer(reason, Failures.NAME_SERVERS_SILENT));
      return;
    }
    String doing = phase == null ? "" : " (" + doing(phase) + ")";
    end(Outcome.noAnswer(reason, "no answer within " + Seconds.text(timeout) + doing));
  }

  private String doing(Phase now) {
    boolean secured = now == Phase.RESPONSE && phases.containsKey(Phase.TLS);
    return secured ? "connected, TLS done, waiting for the response" : now.doing();
  }

  private void closePhase() {
    long now = System.nanoTime();
    if (phase != null) {
      phases.merge(phase, Duration.ofNanos(now - phaseNanos), Duration::plus);
    }
    phaseNanos = now;
  }
}
