package dev.pointsman.cli;

import dev.pointsman.cli.run.LocalSystem;
import dev.pointsman.cli.run.RunSettings;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs everything in this process until it is stopped. */
@Command(
    name = "run",
    description = {
      "Run everything in one process.",
      "Kafka, Flink with the alerting and the notification job, and the two agents. However it ends,"
          + " started again on the same data folder it goes on where it was."
    },
    footer = {
      "",
      "In the environment: PAGERDUTY_ROUTING_KEY and SLACK_BOT_TOKEN, or the same names with _FILE"
          + " for files that hold them.",
      "",
      "Examples:",
      "  pointsman run --inbox",
      "  pointsman run --rules alert-rules/ --data /var/lib/pointsman",
      "  pointsman run --config high-availability.yaml --inbox"
    })
final class RunCommand implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;
  private static final Path SHIPPED_RULES = Path.of("alert-rules");

  @Option(
      names = "--config",
      paramLabel = "PATH",
      description =
          "A high-availability configuration: what is in it is probed and collected, as the commands"
              + " probe and collect do. A file or a folder of files; again for further ones.")
  private List<Path> config = List.of();

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description =
          "Rule files or folders of them, a saved change is live within two seconds; the rules in"
              + " --config if not given, and where it has none the folder alert-rules of the"
              + " folder that this is started in.")
  private List<Path> rules = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "pointsman-data",
      description =
          "The folder of Kafka's data, checkpoints and the log; ${DEFAULT-VALUE} if not given.")
  private Path data;

  @Option(
      names = "--inbox",
      description =
          "Deliver to a local inbox with a page to look at, in place of PagerDuty and Slack.")
  private boolean inbox;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description =
          "The port of Kafka; ${DEFAULT-VALUE} if not given, 0 for any free one as with the other"
              + " ports.")
  private int kafkaPort;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "The port of Flink's web page; ${DEFAULT-VALUE} if not given.")
  private int webPort;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      defaultValue = "9249",
      description = "The port of the metrics for Prometheus; ${DEFAULT-VALUE} if not given.")
  private int metricsPort;

  @Option(
      names = "--inbox-port",
      paramLabel = "PORT",
      defaultValue = "8085",
      description = "The port of the inbox; ${DEFAULT-VALUE} if not given.")
  private int inboxPort;

  @Option(
      names = "--partitions",
      paramLabel = "NUMBER",
      defaultValue = "4",
      description = "The partitions of each topic that it creates; ${DEFAULT-VALUE} if not given.")
  private int partitions;

  @Option(
      names = "--parallelism",
      paramLabel = "NUMBER",
      defaultValue = "2",
      description = "The subtasks of each step of a job; ${DEFAULT-VALUE} if not given.")
  private int parallelism;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    requireUsable();
    List<Path> ruleFiles = ruleFiles();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    endWithKafka(err);
    var settings =
        new RunSettings(
            ruleFiles,
            data,
            config,
            inbox,
            new RunSettings.Ports(kafkaPort, webPort, metricsPort, inboxPort),
            partitions,
            parallelism);
    LocalSystem system =
        LocalSystem.start(
            settings,
            line -> {
              out.println(line);
              out.flush();
            });
    var failed = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system, out, failed), "stop"));
    out.println("running; stop it with Ctrl-C");
    out.flush();
    err.println("pointsman: " + system.awaitFailure() + "; see the log");
    failed.set(true);
    return 1;
  }

  /** Ends the process with 0 where it was asked to stop, as that is no failure. */
  private static void stop(LocalSystem system, PrintWriter out, AtomicBoolean failed) {
    out.println("stopping");
    out.flush();
    system.close();
    if (!failed.get()) {
      out.println("stopped; started again on the same data folder it goes on where it was");
      out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  private void requireUsable() {
    require("--kafka-port", kafkaPort, 0, HIGHEST_PORT);
    require("--web-port", webPort, 0, HIGHEST_PORT);
    require("--metrics-port", metricsPort, 0, HIGHEST_PORT);
    require("--inbox-port", inboxPort, 0, HIGHEST_PORT);
    require("--partitions", partitions, 1, Integer.MAX_VALUE);
    require("--parallelism", parallelism, 1, Integer.MAX_VALUE);
  }

  private void require(String option, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      String range =
          highest == Integer.MAX_VALUE ? lowest + " or more" : "from " + lowest + " to " + highest;
      throw new ParameterException(
          spec.commandLine(), option + " must be " + range + ", not " + value);
    }
  }

  private List<Path> ruleFiles() {
    if (!rules.isEmpty()) {
      return rules;
    }
    if (!config.isEmpty()) {
      LoadResult inConfig = RuleLoader.load(config);
      if (!inConfig.succeeded() || inConfig.rules().size() > 0) {
        return config;
      }
    }
    if (!Files.exists(SHIPPED_RULES)) {
      throw new ParameterException(
          spec.commandLine(),
          "there are no rules: "
              + (config.isEmpty() ? "" : "none in " + configured() + ", and ")
              + "there is no folder "
              + SHIPPED_RULES.toAbsolutePath()
              + "; --rules says where they are");
    }
    return List.of(SHIPPED_RULES);
  }

  private String configured() {
    return config.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /** Kafka ends the process when it cannot go on, and would not say so on the terminal. */
  static void endWithKafka(PrintWriter err) {
    Exit.Procedure end =
        (status, message) -> {
          err.println(
              "pointsman: Kafka cannot go on"
                  + (message == null ? "" : ": " + message)
                  + "; see the log");
          err.flush();
          Runtime.getRuntime().halt(1);
        };
    Exit.setExitProcedure(end);
    Exit.setHaltProcedure(end);
  }
}
