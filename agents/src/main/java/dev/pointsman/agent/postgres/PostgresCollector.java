package dev.pointsman.agent.postgres;

import dev.pointsman.agent.collect.Collector;
import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.fault.Fault;
import dev.pointsman.agent.fault.OwnFaultException;
import dev.pointsman.agent.postgres.Failure.Reason;
import dev.pointsman.agent.postgres.HeartbeatTable.Shown;
import dev.pointsman.agent.postgres.HeartbeatTable.Written;
import dev.pointsman.agent.postgres.InstanceAnswer.NotAsked;
import dev.pointsman.agent.postgres.InstanceAnswer.Silent;
import dev.pointsman.agent.postgres.InstanceAnswer.Told;
import dev.pointsman.agent.schedule.Seconds;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all instances of a PostgreSQL cluster at once, in each round anew who of them is primary,
 * and tells how they are and how far the standbys are behind. One that hangs is told as down after
 * the timeout; what the others said of themselves is told by then.
 */
public final class PostgresCollector implements Collector {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresCollector.class);

  private final PostgresSettings settings;
  private final Clock clock;
  private final @Nullable HeartbeatTable heartbeat;

  /** By the instances' names, in the order in which people wrote them down. */
  private final Map<String, Instance> instances = new LinkedHashMap<>();

  /** What was logged of an instance last, so that it is logged once. */
  private final Map<String, Reason> complaints = new HashMap<>();

  private @Nullable Beats beats;

  public PostgresCollector(PostgresSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.heartbeat =
        settings.heartbeatTable() == null
            ? null
            : new HeartbeatTable(settings.heartbeatTable(), settings.observer(), clock);
    var connector = new Connector(settings.login(), settings.timeout());
    settings
        .instances()
        .forEach(each -> instances.put(each.name(), new Instance(each, connector, clock)));
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String target() {
    return settings.cluster();
  }

  @Override
  public Set<String> hosts() {
    return settings.instances().stream()
        .map(each -> Objects.requireNonNullElse(each.hostAddress(), each.host()))
        .collect(Collectors.toSet());
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public Duration timeout() {
    return settings.timeout().multipliedBy(2).plusSeconds(1);
  }

  @Override
  public void collect(EventSink sink) throws IOException, InterruptedException {
    var readings = new PostgresReadings(settings, sink);
    var silence = new ArrayList<AgentEvent>();
    var unlessBlind = new PostgresReadings(settings, silence::add);
    var answers = new HashMap<String, InstanceAnswer<InstanceState>>();
    askAll(
        instances.values(),
        end(),
        new StateQuestion(),
        answer -> {
          answers.put(answer.instance().name(), answer);
          (isSilence(answer) ? unlessBlind : readings).tell(answer);
        });
    if (answers.values().stream().allMatch(PostgresCollector::isSilence)) {
      throw new NoAnswerException(noneAnswered(answers), silence);
    }
    silence.forEach(sink::accept);
    List<Told<InstanceState>> told = new ArrayList<>();
    for (String each : instances.keySet()) {
      if (answers.get(each) instanceof Told<InstanceState> one) {
        told.add(one);
      }
    }
    if (told.isEmpty()) {
      throw new IOException(noneAnswered(answers));
    }
    // Where none answered that says why of each.
    answers.values().forEach(each -> log("", each));
    var view = new ClusterView(told);
    readings.tell(view, clock.instant());
    tellLags(view, readings);
  }

  private void tellLags(ClusterView view, PostgresReadings readings)
      throws OwnFaultException, InterruptedException {
    long end = end();
    HeartbeatTable beating = heartbeat;
    Written written = beating == null ? null : beat(beating, view, end, readings);
    if (beating == null || written == null) {
      view.standbys().forEach(each -> readings.tellLag(view, each, null, each.at()));
      return;
    }
    Map<String, Told<InstanceState>> standbys = new LinkedHashMap<>();
    view.standbys().stream()
        .filter(view::isComparable) // what another timeline lacks says nothing of how far it is
        .forEach(each -> standbys.put(each.instance().name(), each));
    // Some time is left for the last look to come back.
    Duration patience =
        Duration.ofNanos(end - System.nanoTime()).minus(settings.timeout().dividedBy(4));
    Beats known = known(view, written);
    askAll(
        standbys.keySet().stream().map(instances::get).toList(),
        end,
        connection -> beating.await(connection, written.beat(), patience),
        answer -> {
          log("heartbeat: ", answer);
          readings.tellHeartbeat(answer);
          Told<InstanceState> standby =
              Objects.requireNonNull(standbys.get(answer.instance().name()));
          if (answer instanceof Told<Shown> shown) {
            readings.tellLag(view, standby, known.lag(shown.value()), shown.value().at());
          } else {
            readings.tellLag(view, standby, null, standby.at());
          }
        });
  }

  /** A beat on the only primary, or null where there is none or it could not be written. */
  private @Nullable Written beat(
      HeartbeatTable beating, ClusterView view, long end, PostgresReadings readings)
      throws OwnFaultException, InterruptedException {
    var written = new ArrayList<Written>();
    askAll(
        view.primary().stream().map(each -> instances.get(each.instance().name())).toList(),
        end,
        beating::write,
        answer -> {
          log("heartbeat: ", answer);
          readings.tellHeartbeat(answer);
          if (answer instanceof Told<Written> one) {
            written.add(one.value());
          }
        });
    return written.isEmpty() ? null : written.get(0);
  }

  private Beats known(ClusterView view, Written written) {
    Told<InstanceState> primary = view.primary().orElseThrow();
    Beats before = beats;
    if (before != null && before.areOf(primary.instance().name(), primary.value().timeline())) {
      before.add(written);
      return before;
    }
    var begun = new Beats(primary.instance().name(), primary.value().timeline(), written);
    beats = begun;
    return begun;
  }

  /**
   * Asks instances at once and hands on each answer as it comes, in this thread; those that have
   * not answered at the timeout are told as silent.
   *
   * @throws OwnFaultException in the end, where the agent itself could not ask one of them
   */
  private <T> void askAll(
      Collection<Instance> asked,
      long end,
      Instance.Question<T> question,
      Consumer<InstanceAnswer<T>> each)
      throws OwnFaultException, InterruptedException {
    Fault fault = null;
    var waiting = new LinkedHashMap<String, Instance>();
    var answers = new LinkedBlockingQueue<InstanceAnswer<T>>();
    for (Instance instance : asked) {
      waiting.put(instance.address().name(), instance);
      instance.ask(question, answers::add);
    }
    try {
      while (!waiting.isEmpty()) {
        InstanceAnswer<T> answer = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (answer == null) {
          break;
        }
        waiting.remove(answer.instance().name());
        if (answer instanceof NotAsked<T> notAsked) {
          fault = notAsked.fault();
        } else {
          each.accept(answer);
        }
      }
    } finally {
      waiting.values().forEach(Instance::abandon);
    }
    String late = "no answer within " + Seconds.text(settings.timeout());
    waiting.values().forEach(one -> each.accept(one.silent(Reason.TIMEOUT, late)));
    if (fault != null) {
      throw new OwnFaultException(fault);
    }
  }

  private long end() {
    return System.nanoTime() + settings.timeout().toNanos();
  }

  /** Logs why an instance fails when that changes, and when it is over. */
  private void log(String what, InstanceAnswer<?> answer) {
    String name = answer.instance().name();
    if (answer instanceof Silent<?> silent) {
      Failure failure = silent.failure();
      if (failure.reason() != complaints.put(what + name, failure.reason())) {
        LOG.warn("{} {}: {}{}", settings.cluster(), shown(answer), what, failure.message());
      }
    } else if (complaints.remove(what + name) != null) {
      LOG.info("{} {}: {}answers again", settings.cluster(), shown(answer), what);
    }
  }

  private static String shown(InstanceAnswer<?> answer) {
    return answer.instance().name() + " (" + answer.instance().shown() + ")";
  }

  private static boolean isSilence(InstanceAnswer<?> answer) {
    return answer instanceof Silent<?> silent && silent.failure().silence();
  }

  private String noneAnswered(Map<String, InstanceAnswer<InstanceState>> answers) {
    return "no instance of " + settings.cluster() + " answered: " + all(answers);
  }

  private static String all(Map<String, InstanceAnswer<InstanceState>> answers) {
    return answers.values().stream()
        .filter(Silent.class::isInstance)
        .map(each -> shown(each) + ": " + ((Silent<?>) each).failure().message())
        .sorted()
        .collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    instances.values().forEach(Instance::close);
  }
}
