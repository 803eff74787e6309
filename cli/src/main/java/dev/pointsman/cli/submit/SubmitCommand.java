package dev.pointsman.cli.submit;

import dev.pointsman.job.alerting.AlertingJob;
import dev.pointsman.job.notification.NotificationJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a job on an existing Flink cluster. */
@Command(
    name = "submit",
    customSynopsis =
        "pointsman submit JOB --flink URL --bootstrap-servers HOST:PORT [OPTIONS] [-- JOB-OPTIONS]",
    description = {
      "Start a job on an existing Flink cluster.",
      "Uploads the job jar over Flink's REST API, and prints the id of the job and where its page"
          + " is."
    },
    footer = {
      "",
      "The job's own options follow after '--'; a wrong one is answered with the list of them. They"
          + " are read by Flink's JobManager: the FILE of --client-properties has to be on that"
          + " machine. Credentials for PagerDuty and Slack are read from the environment of the"
          + " TaskManagers.",
      "",
      "Examples:",
      "  pointsman submit alerting --flink http://flink:8081 --bootstrap-servers kafka:9092",
      "  pointsman submit notification --flink http://flink:8081 --bootstrap-servers kafka:9092 \\",
      "      --parallelism 2 -- --group night --client-properties /etc/kafka/client.properties"
    })
public final class SubmitCommand implements Callable<Integer> {

  private static final String BOOTSTRAP_SERVERS = "--bootstrap-servers";

  /** The jobs by their names on the command line. */
  enum Job {
    alerting(AlertingJob.class),
    notification(NotificationJob.class);

    private final Class<?> main;

    Job(Class<?> main) {
      this.main = main;
    }
  }

  @Parameters(index = "0", paramLabel = "JOB", description = "The job: alerting or notification.")
  private Job job;

  @Parameters(
      index = "1..*",
      paramLabel = "JOB-OPTIONS",
      description = "Options of the job itself, after '--'.")
  private List<String> jobOptions = List.of();

  @Option(
      names = "--flink",
      required = true,
      paramLabel = "URL",
      description = "The address of Flink's web page, such as http://flink:8081.")
  private URI flink;

  @Option(
      names = BOOTSTRAP_SERVERS,
      paramLabel = "HOST:PORT",
      defaultValue = "${env:POINTSMAN_BOOTSTRAP_SERVERS}",
      showDefaultValue = Visibility.NEVER,
      description =
          "The Kafka that the job talks to, several addresses with commas between them; or set"
              + " POINTSMAN_BOOTSTRAP_SERVERS.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The job jar, if not the one that was built with this program.")
  private @Nullable Path jar;

  @Option(
      names = "--parallelism",
      paramLabel = "NUMBER",
      description = "How many subtasks each step has; the cluster's default if not given.")
  private @Nullable Integer parallelism;

  @Option(
      names = "--from-savepoint",
      paramLabel = "PATH",
      description = "Go on from this savepoint or checkpoint, at a place that Flink can read.")
  private @Nullable String savepoint;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  public SubmitCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireUsable();
    Path file = jar == null ? JobJar.besideProgram() : jar;
    if (!Files.isRegularFile(file)) {
      throw new CannotSubmitException(
          (Files.exists(file) ? "not a file: " : "no such file: ") + file);
    }
    var cluster = new FlinkCluster(flink);
    cluster.requireSubmission();
    String uploaded = cluster.upload(file);
    try {
      String id =
          cluster.start(
              uploaded, new FlinkCluster.Run(job.main, arguments(), parallelism, savepoint));
      PrintWriter out = spec.commandLine().getOut();
      out.println("started " + job + " as job " + id);
      out.println(cluster.pageOf(id));
    } finally {
      tidyUp(cluster, uploaded);
    }
    return 0;
  }

  /** Whether a job was started does not hang on this. */
  private void tidyUp(FlinkCluster cluster, String uploaded) throws InterruptedException {
    try {
      cluster.delete(uploaded);
    } catch (CannotSubmitException e) {
      spec.commandLine().getErr().println("note: " + e.getMessage());
    }
  }

  private void requireUsable() {
    String scheme = flink.getScheme();
    if (flink.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw wrong("--flink must be a URL such as http://flink:8081, not " + flink);
    }
    if (parallelism != null && parallelism < 1) {
      throw wrong("--parallelism must be 1 or more, not " + parallelism);
    }
    if (bootstrapServers == null && !jobOptions.contains(BOOTSTRAP_SERVERS)) {
      throw wrong("Missing required option: '" + BOOTSTRAP_SERVERS + "=HOST:PORT'");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private List<String> arguments() {
    var arguments = new ArrayList<String>();
    if (bootstrapServers != null && !jobOptions.contains(BOOTSTRAP_SERVERS)) {
      arguments.addAll(List.of(BOOTSTRAP_SERVERS, bootstrapServers));
    }
    arguments.addAll(jobOptions);
    return arguments;
  }
}
