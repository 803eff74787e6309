package dev.pointsman.cli.agent;

import dev.pointsman.agent.Agent;
import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.AgentPart;
import dev.pointsman.agent.AgentPlan;
import dev.pointsman.agent.AgentSettings;
import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.delivery.QueueLimits;
import dev.pointsman.cli.Counted;
import dev.pointsman.config.AgentKind;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.ConfigResult;
import dev.pointsman.config.HealthChecks;
import dev.pointsman.config.HighAvailabilityConfig;
import dev.pointsman.connector.kafka.KafkaUnavailableException;
import dev.pointsman.yaml.Problem;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/** Runs an agent by its options: until it is stopped, or each check one time. */
final class AgentRun {

  /** How long Kafka may take to answer before the start says that it does not. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Says what an agent is to do. */
  interface Planner {
    AgentPlan plan(HighAvailabilityConfig config, String observer, CollectorRegistry registry);
  }

  private final AgentKind kind;
  private final int defaultPort;
  private final AgentOptions options;
  private final CommandSpec spec;
  private final PrintWriter out;

  AgentRun(AgentKind kind, int defaultPort, AgentOptions options, CommandSpec spec) {
    this.kind = kind;
    this.defaultPort = defaultPort;
    this.options = options;
    this.spec = spec;
    this.out = spec.commandLine().getOut();
  }

  /** Returns the exit code, where it is not stopped by a signal. */
  int call(Planner planner) throws IOException, InterruptedException {
    long queueBytes = options.queueBytes(spec);
    AgentLog.toErrorOutput();
    ConfigResult read = ConfigLoader.load(options.config());
    List<Problem> obstacles = read.obstacles(kind, new ConfiguredSecrets(System.getenv()));
    if (!obstacles.isEmpty()) {
      return refuse(obstacles);
    }
    read.notices().forEach(notice -> say("note: " + notice));
    HealthChecks checks = read.config().healthChecks();
    String observer = options.observer(checks == null ? null : checks.observer(), spec);
    var registry = new CollectorRegistry();
    AgentPlan plan = planner.plan(read.config(), observer, registry);
    if (!plan.problems().isEmpty()) {
      return refuse(plan.problems());
    }
    if (plan.parts().isEmpty()) {
      return refuse(List.of("there is nothing to " + name() + " in " + files()));
    }
    var identity = new AgentIdentity(name(), observer, options.instance(spec));
    if (options.once()) {
      return once(identity, plan.parts());
    }
    var settings =
        new AgentSettings(
            identity,
            options.kafka(spec),
            options.data(name()),
            new QueueLimits(queueBytes, QueueLimits.DEFAULT.maxAge()),
            AgentSettings.DRAIN,
            options.listen(defaultPort));
    run(settings, plan.parts(), registry);
    return 0;
  }

  private String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private String files() {
    return String.join(", ", options.config().stream().map(Path::toString).toList());
  }

  private int refuse(List<?> problems) {
    problems.forEach(spec.commandLine().getErr()::println);
    return 1;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private int once(AgentIdentity identity, List<AgentPart> parts) throws InterruptedException {
    var table = new OnceTable();
    try {
      Agent.runOnce(identity, parts, table);
    } finally {
      table.lines().forEach(out::println);
      table.summary().forEach(this::say);
    }
    parts.stream()
        .filter(AgentPart::listens)
        .forEach(
            part ->
                part.describe()
                    .forEach(
                        each -> say("%-14s %s can be listened on".formatted(part.name(), each))));
    return table.allWell() ? 0 : 1;
  }

  private void run(AgentSettings settings, List<AgentPart> parts, CollectorRegistry registry)
      throws InterruptedException {
    var agent = Agent.start(settings, parts, registry);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent), "stop"));
    // At once, so that the log does not come between.
    say(String.join(System.lineSeparator(), banner(agent, settings, parts)));
    tellKafka(settings);
    new CountDownLatch(1).await();
  }

  private static List<String> banner(Agent agent, AgentSettings settings, List<AgentPart> parts) {
    var lines = new ArrayList<>(PartLines.of(parts));
    lines.add("observer       " + settings.identity().observer());
    agent.address().map(AgentRun::metrics).ifPresent(lines::add);
    lines.add("data           " + settings.data());
    lines.add("readings to    " + settings.kafka());
    if (agent.leftBehind() > 0) {
      lines.add(
          "note: " + Counted.of(agent.leftBehind(), "reading") + " from before are sent first");
    }
    lines.add("running; stop it with Ctrl-C");
    return lines;
  }

  private static String metrics(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return "metrics        http://" + shown + ":" + address.getPort() + "/metrics";
  }

  private void tellKafka(AgentSettings settings) {
    try {
      settings.kafka().requireReachable(PATIENCE);
    } catch (KafkaUnavailableException e) {
      say(
          "note: %s; until it answers up to %d MiB of each topic wait on disk"
              .formatted(e.getMessage(), settings.limits().maxBytes() >> 20));
    }
  }

  /** Ends the process with 0: it did what it was asked to. */
  private void stop(Agent agent) {
    say("stopping");
    agent.close();
    long waiting = agent.waiting();
    say(
        waiting == 0
            ? "stopped; Kafka has all readings"
            : "stopped; " + Counted.of(waiting, "reading") + " wait on disk for the next start");
    Runtime.getRuntime().halt(0);
  }
}
