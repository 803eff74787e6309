package dev.pointsman.agent;

import dev.pointsman.agent.delivery.Delivery;
import dev.pointsman.agent.delivery.DeliverySettings;
import dev.pointsman.agent.delivery.DiskFailure;
import dev.pointsman.agent.delivery.FolderInUseException;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.server.BoundedServer;
import dev.pointsman.agent.server.Limits;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs parts and takes what they tell to Kafka, which need not be there: until it is, readings wait
 * on disk. When it is closed the parts stop, and what waits is sent for as long as the settings
 * say.
 */
public final class Agent implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private static final Limits HEALTH_LIMITS = Limits.of(64, 4, 8192);

  /** What to stop, the newest first. */
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private final Delivery delivery;
  private volatile boolean started;
  private @Nullable BoundedServer server;

  private Agent(Delivery delivery) {
    this.delivery = delivery;
  }

  /**
   * Starts all of it.
   *
   * @param registry gets metrics of the agent itself, besides those that parts put there
   * @throws CannotStartAgentException naming what is in the way; then nothing is left running
   */
  public static Agent start(
      AgentSettings settings, List<? extends AgentPart> parts, CollectorRegistry registry) {
    Clock clock = Clock.systemUTC();
    DefaultExports.register(registry);
    var agent = new Agent(open(settings, clock, registry));
    try {
      agent.start(settings, parts, clock, registry);
      return agent;
    } catch (RuntimeException e) {
      agent.stop();
      agent.delivery.close(Duration.ZERO);
      throw e;
    }
  }

  private static Delivery open(AgentSettings settings, Clock clock, CollectorRegistry registry) {
    var delivery =
        new DeliverySettings(
            settings.kafka(),
            "pointsman-" + settings.identity().name(),
            settings.data(),
            settings.limits(),
            settings.drain());
    try {
      return Delivery.open(delivery, clock, registry);
    } catch (FolderInUseException e) {
      throw new CannotStartAgentException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CannotStartAgentException("cannot use the data folder: " + DiskFailure.text(e), e);
    }
  }

  private void start(
      AgentSettings settings,
      List<? extends AgentPart> parts,
      Clock clock,
      CollectorRegistry registry) {
    AgentIdentity identity = settings.identity();
    var coverage = new Coverage(System::nanoTime);
    var heartbeat = new Heartbeat(identity, delivery, coverage, clock);
    running.push(heartbeat);
    if (settings.listen() != null) {
      server = serve(settings.listen(), identity, registry, heartbeat);
      running.push(server);
    }
    var context = new AgentContext(identity, delivery, coverage, clock, registry);
    for (AgentPart part : parts) {
      running.push(part);
      part.start(context);
    }
    heartbeat.start();
    started = true;
  }

  private BoundedServer serve(
      InetSocketAddress listen,
      AgentIdentity identity,
      CollectorRegistry registry,
      Heartbeat heartbeat) {
    var endpoint =
        new HealthEndpoint(
            "Pointsman " + identity.agent() + ", observer " + identity.observer(),
            registry,
            heartbeat::isAlive,
            this::troubles);
    try {
      return BoundedServer.start(listen, "health", HEALTH_LIMITS, endpoint, registry);
    } catch (IOException e) {
      throw new CannotStartAgentException(
          e.getMessage() + "; choose another address with --listen", e);
    }
  }

  /** Runs each check of the parts one time, tells the sink, and closes the parts. */
  public static void runOnce(
      AgentIdentity identity, List<? extends AgentPart> parts, EventSink sink)
      throws InterruptedException {
    var context =
        new AgentContext(
            identity,
            sink,
            new Coverage(System::nanoTime),
            Clock.systemUTC(),
            new CollectorRegistry());
    try {
      for (AgentPart part : parts) {
        part.runOnce(context);
      }
    } finally {
      parts.forEach(AgentPart::close);
    }
  }

  /** Why it is not ready, in sentences; none where it is. */
  public List<String> troubles() {
    var troubles = new ArrayList<String>();
    if (!started) {
      troubles.add("it is starting or stopping");
    }
    troubles.addAll(delivery.troubles());
    return troubles;
  }

  /** Where metrics and health are served, if anywhere. */
  public Optional<InetSocketAddress> address() {
    return Optional.ofNullable(server).map(BoundedServer::address);
  }

  /** How many events wait for Kafka. */
  public long waiting() {
    return delivery.waiting();
  }

  /** How many events an earlier process left behind, which are sent before all others. */
  public long leftBehind() {
    return delivery.leftBehind();
  }

  /** Stops the parts, then sends what waits for as long as it may. */
  @Override
  public synchronized void close() {
    stop();
    delivery.close();
  }

  private void stop() {
    started = false;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        LOG.warn("a part did not stop well; stopping the others", e);
      }
    }
  }
}
