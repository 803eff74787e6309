package dev.pointsman.agent.redis;

import dev.pointsman.agent.collect.Collector;
import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.agent.collect.Observation;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.fault.Fault;
import dev.pointsman.agent.fault.OwnFaultException;
import dev.pointsman.event.Labels;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every node of a Redis Cluster itself, all at once, so that one that hangs delays none of the
 * others: a node that was cut off tells a different story than the rest. Nodes are found through
 * those that answer.
 */
public final class RedisClusterCollector implements Collector {

  private static final Logger LOG = LoggerFactory.getLogger(RedisClusterCollector.class);

  private final RedisClusterSettings settings;
  private final String observer;
  private final Clock clock;
  private final NodeReadings nodeReadings;
  private final RedisReadings clusterReadings = new RedisReadings();
  private final Counter asked;
  private final ExecutorService threads;
  private final Rounds rounds;
  private final Map<String, String> troubles = new HashMap<>();

  /**
   * A collector for one cluster.
   *
   * @param observer who looks; the label {@code observer}
   * @param registry gets the agent's own counter {@code pointsman_agent_redis_asked_total}
   */
  public RedisClusterCollector(
      RedisClusterSettings settings, String observer, CollectorRegistry registry, Clock clock) {
    this.settings = settings;
    this.observer = observer;
    this.clock = clock;
    this.nodeReadings = new NodeReadings(settings.declared());
    this.asked =
        Counter.build("pointsman_agent_redis_asked_total", "Questions to Redis nodes, by outcome.")
            .labelNames("cluster", "outcome")
            .register(registry);
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "redis-" + settings.cluster());
              thread.setDaemon(true);
              return thread;
            });
    this.rounds =
        new Rounds(settings.addresses(), settings.mostNodes(), settings.access(), threads, clock);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String target() {
    return settings.cluster();
  }

  @Override
  public Set<String> hosts() {
    return settings.addresses().stream()
        .map(InetSocketAddress::getHostString)
        .collect(Collectors.toSet());
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public Duration timeout() {
    return settings.timeout();
  }

  @Override
  public void collect(EventSink sink) throws IOException, InterruptedException {
    var told = new Told(sink);
    // What is left of the time is for telling what the nodes that answered say together.
    rounds.ask(settings.timeout().toMillis() * 9 / 10, told);
    if (told.fault != null) {
      throw new OwnFaultException(told.fault);
    }
    if (told.answers.isEmpty() && told.failures.size() == told.silent) {
      throw new NoAnswerException(told.noneAnswered(), told.silence);
    }
    told.silence.forEach(sink::accept);
    clusterReadings.tell(told.answers, told);
    if (told.answers.isEmpty()) {
      throw new IOException(told.noneAnswered());
    }
    // Where none answered that says why of each.
    told.failures.forEach(this::log);
  }

  private void log(String node, NodeFailure failure) {
    String result = failure.reason().label();
    if (!result.equals(troubles.put(node, result))) {
      LOG.warn("redis {}: {} is {}: {}", settings.cluster(), node, result, failure.getMessage());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    rounds.close();
  }

  /** What comes of one round, told as it comes. */
  private final class Told implements Rounds.Outcome, RedisReadings.Observer {
    private final EventSink sink;
    private final List<NodeAnswer> answers = new ArrayList<>();

    /** What is so unless the agent is blind. */
    private final List<AgentEvent> silence = new ArrayList<>();

    private final Map<String, NodeFailure> failures = new LinkedHashMap<>();
    private int silent;

    /** What kept the agent from asking some of them. */
    private @Nullable Fault fault;

    Told(EventSink sink) {
      this.sink = sink;
    }

    @Override
    public void asked(InetSocketAddress address, @Nullable NodeFailure failure) {
      String name = NodeQuery.name(address);
      String result = failure == null ? "answered" : failure.reason().label();
      asked.labels(settings.cluster(), result).inc();
      if (failure == null) {
        if (troubles.remove(name) != null) {
          LOG.info("redis {}: {} answers again", settings.cluster(), name);
        }
      } else if (failure.reason() == NodeFailure.Reason.NOT_ASKED) {
        fault = Fault.local(String.valueOf(failure.getMessage()));
        return;
      } else {
        failures.put(name, failure);
        silent += failure.isSilence() ? 1 : 0;
      }
      if (settings.addresses().contains(address)) {
        observation(sinkOf(failure), "seed", name, clock.instant())
            .tell("redis_seed_up", failure == null);
      }
    }

    String noneAnswered() {
      return failures.entrySet().stream()
          .map(each -> each.getKey() + ": " + each.getValue().getMessage())
          .collect(Collectors.joining("; ", "no node answered; ", ""));
    }

    @Override
    public void answered(NodeAnswer answer) {
      answers.add(answer);
      nodeReadings.tell(
          answer,
          observation(answer.node(), answer.at()),
          setting -> observation(answer.node(), answer.at(), "setting", setting));
    }

    @Override
    public void down(String node, NodeFailure failure) {
      if (failure.reason() != NodeFailure.Reason.NOT_ASKED) {
        observation(sinkOf(failure), "node", node, clock.instant()).tell("redis_up", false);
      }
    }

    private EventSink sinkOf(@Nullable NodeFailure failure) {
      return failure != null && failure.isSilence() ? silence::add : sink;
    }

    @Override
    public Observation of(ClusterNode node, NodeAnswer told) {
      return observation(node.address(), told.at());
    }

    @Override
    public Observation ofReplica(ClusterNode replica, ClusterNode master, NodeAnswer told) {
      return observation(replica.address(), told.at(), "master", master.address());
    }

    private Observation observation(String node, Instant at, String... more) {
      return observation(sink, "node", node, at, more);
    }

    private Observation observation(
        EventSink to, String kind, String name, Instant at, String... more) {
      var labels = new HashMap<String, String>();
      labels.put("cluster", settings.cluster());
      labels.put(kind, name);
      labels.put("observer", observer);
      for (int i = 0; i < more.length; i += 2) {
        labels.put(more[i], more[i + 1]);
      }
      return new Observation(to, Labels.of(labels), at);
    }
  }
}
