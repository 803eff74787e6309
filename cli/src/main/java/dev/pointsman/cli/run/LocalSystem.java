package dev.pointsman.cli.run;

import static java.util.stream.Collectors.joining;

import dev.pointsman.agent.Agent;
import dev.pointsman.cli.embedded.CannotStartException;
import dev.pointsman.cli.embedded.DataFolder;
import dev.pointsman.cli.embedded.EmbeddedFlink;
import dev.pointsman.cli.embedded.EmbeddedJob;
import dev.pointsman.cli.embedded.EmbeddedKafka;
import dev.pointsman.cli.embedded.FlinkSettings;
import dev.pointsman.cli.embedded.LoopbackPort;
import dev.pointsman.cli.inbox.Inbox;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.job.notification.EnvironmentReceivers;
import dev.pointsman.rule.yaml.LoadResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka, Flink with the jobs, the agents and the watched rule files in this process; started again
 * on the same data folder, however it ended, it goes on where it was.
 */
public final class LocalSystem implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalSystem.class);

  /** Between two checkpoints of each job. */
  public static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private static final long LOOK_AT_RULES_MILLIS = 250;

  private final RunSettings settings;
  private final Consumer<String> report;

  /** What to stop, the newest first. */
  private final Deque<Runnable> running = new ArrayDeque<>();

  private volatile boolean closing;
  private @Nullable EmbeddedFlink flink;
  private @Nullable Inbox inbox;

  private LocalSystem(RunSettings settings, Consumer<String> report) {
    this.settings = settings;
    this.report = report;
  }

  /**
   * Returns when all of it runs.
   *
   * @param report gets a line for people whenever there is something to say
   * @throws CannotStartException naming what is in the way; then nothing is left running
   */
  public static LocalSystem start(RunSettings settings, Consumer<String> report)
      throws InterruptedException {
    var system = new LocalSystem(settings, report);
    try {
      system.start();
      return system;
    } catch (RuntimeException | InterruptedException e) {
      system.close();
      throw e;
    }
  }

  private void start() throws InterruptedException {
    // What needs no waiting is looked at first, so that a mistake is told at once.
    LoadResult rules = RuleFiles.require(settings.rules());
    List<Path> configuration = settings.configuration();
    List<LocalAgent> agents =
        configuration.isEmpty() ? List.of() : LocalAgent.of(configuration, System.getenv(), report);
    if (!settings.inbox()) {
      requireCredentials(new EnvironmentReceivers().missing());
    }
    RunSettings.Ports ports = settings.ports();
    LoopbackPort kafkaPort = LoopbackPort.claim(ports.kafka(), "Kafka", "--kafka-port");
    LoopbackPort webPort = LoopbackPort.claim(ports.web(), "Flink's web page", "--web-port");
    LoopbackPort metricsPort = LoopbackPort.claim(ports.metrics(), "metrics", "--metrics-port");
    DataFolder data = DataFolder.open(settings.data());
    running.push(data::close);
    RunLog.to(data.root().resolve("pointsman.log"));

    var receivers = new EnvironmentReceivers(settings.inbox() ? startInbox(data) : Map.of());
    EmbeddedKafka broker = EmbeddedKafka.start(data.kafka(), kafkaPort);
    running.push(broker::close);
    broker.ensureTopics(settings.partitions());
    KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
    report.accept("Kafka          " + broker.bootstrapServers());

    // Before the jobs: no event may meet the rules of last time, or none.
    var live = new TopicRules(kafka);
    running.push(live::close);
    RuleChange change = live.become(rules.rules());

    startFlink(data, LocalJobs.all(kafka, receivers), webPort, metricsPort);
    String from = settings.rules().stream().map(Path::toString).collect(joining(", "));
    report.accept("rules          " + change.text() + " (from " + from + ")");
    rules.notices().forEach(notice -> report.accept("               " + notice));
    watchRules(live);
    for (LocalAgent agent : agents) {
      Agent started = agent.start(kafka, data);
      running.push(started::close);
      agent.describe(started).forEach(report);
    }
    report.accept("data and log   " + data.root());
  }

  private void requireCredentials(List<String> missing) {
    if (missing.size() > 1) {
      throw new CannotStartException(
          """
          nobody could be told. Set, in the environment,
            for PagerDuty  PAGERDUTY_ROUTING_KEY, or PAGERDUTY_ROUTING_KEY_FILE to a file that holds it
            for Slack      SLACK_BOT_TOKEN, or SLACK_BOT_TOKEN_FILE to a file that holds it
          or add --inbox to have the messages in a local inbox.""");
    }
    missing.forEach(each -> report.accept("note: " + each + "; its messages go undelivered"));
  }

  private Map<String, String> startInbox(DataFolder data) {
    LoopbackPort port = LoopbackPort.claim(settings.ports().inbox(), "the inbox", "--inbox-port");
    Inbox started = Inbox.start(port, data.inbox(), Clock.systemUTC(), true);
    running.push(started::close);
    inbox = started;
    report.accept("inbox          " + started.address());
    return Map.of(
        EnvironmentReceivers.PAGERDUTY_ROUTING_KEY,
        Inbox.ROUTING_KEY,
        EnvironmentReceivers.PAGERDUTY_URL,
        started.pagerDutyAddress().toString(),
        EnvironmentReceivers.SLACK_BOT_TOKEN,
        Inbox.BOT_TOKEN,
        EnvironmentReceivers.SLACK_API_URL,
        started.slackAddress().toString());
  }

  private void startFlink(
      DataFolder data, List<EmbeddedJob> jobs, LoopbackPort web, LoopbackPort metrics) {
    Optional<Path> plugins = FlinkPlugins.folder();
    EmbeddedFlink started =
        EmbeddedFlink.start(
            new FlinkSettings(
                data.checkpoints(),
                data.temporary(),
                web,
                plugins.isPresent() ? metrics : null,
                plugins.orElse(null),
                jobs.size(),
                settings.parallelism(),
                CHECKPOINT_INTERVAL));
    running.push(started::close);
    flink = started;
    report.accept("Flink          " + started.webAddress());
    report.accept(
        plugins.isPresent()
            ? "metrics        http://" + metrics.address() + "/metrics"
            : "metrics        none: Flink's plugins are not beside the program");
    if (plugins.isPresent()) {
      report.accept(
          "               (of Flink, which serves them on all interfaces of this machine)");
    }
    jobs.forEach(started::submit);
  }

  private void watchRules(LiveRules live) {
    var files = new RuleFiles(settings.rules(), live, report);
    var timer = new Timer("rule files", true);
    running.push(timer::cancel);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            try {
              files.look();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        },
        LOOK_AT_RULES_MILLIS,
        LOOK_AT_RULES_MILLIS);
  }

  /** There is one where the settings asked for it. */
  public Optional<Inbox> inbox() {
    return Optional.ofNullable(inbox);
  }

  /** Waits until it cannot go on by itself, and says why; forever where it is closed instead. */
  public String awaitFailure() throws InterruptedException {
    while (true) {
      TimeUnit.SECONDS.sleep(1);
      Optional<String> failure = closing || flink == null ? Optional.empty() : flink.failure();
      if (failure.isPresent() && !closing) {
        return failure.get();
      }
    }
  }

  /** Stops all of it within seconds. */
  @Override
  public synchronized void close() {
    closing = true;
    while (!running.isEmpty()) {
      try {
        running.pop().run();
      } catch (RuntimeException e) {
        LOG.warn("A part did not stop cleanly, stopping the others", e);
      }
    }
  }
}
