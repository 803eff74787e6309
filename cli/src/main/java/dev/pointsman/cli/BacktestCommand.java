package dev.pointsman.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs rules over recorded events. */
@Command(
    name = "backtest",
    description = {
      "Run rules over recorded events.",
      "The events go in the order of the file through the same operators that run in production;"
          + " each transition of an alert is printed as one line of JSON, ordered by time, alert and"
          + " labels, when all events have been read."
    },
    footer = {
      "",
      "Examples:",
      "  pointsman backtest --rules alert-rules/ --events march.ndjson",
      "  pointsman backtest --rules new.yaml --events march.ndjson --out transitions.ndjson"
    })
public final class BacktestCommand implements Callable<Integer> {

  /**
   * What to run over what.
   *
   * @param out where transitions go, or null for the standard output
   * @param temporary the folder for temporary files, or null for the system's
   */
  public record Request(
      List<Path> rules, Path events, @Nullable Path out, @Nullable Path temporary) {}

  /** Runs a backtest. */
  @FunctionalInterface
  public interface Runner {

    /**
     * Writes the transitions as one JSON object a line, and to {@code err} how many events were
     * rejected, the first few reasons, and the progress.
     *
     * @return the exit code: 0 done, 1 where rules or events could not be read
     */
    int run(Request request, PrintWriter out, PrintWriter err) throws Exception;
  }

  private final Runner runner;

  @Option(
      names = "--rules",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "Rule files, and folders with all rule files below them.")
  private List<Path> rules = List.of();

  @Option(
      names = "--events",
      required = true,
      paramLabel = "FILE",
      description =
          "Recorded events, one JSON object a line: health checks, replication lags and metrics,"
              + " mixed as they come, about in the order of time; plain, or compressed as FILE.gz or"
              + " FILE.zst.")
  private Path events;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the transitions here instead of to the standard output.")
  private @Nullable Path out;

  @Option(
      names = "--temp",
      paramLabel = "FOLDER",
      description =
          "Where temporary files go while it runs, instead of the system's own place: they need as"
              + " much room as the transitions.")
  private @Nullable Path temporary;

  @Spec private CommandSpec spec;

  // The rest is set by picocli.
  @SuppressWarnings("NullAway.Init")
  public BacktestCommand(Runner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() throws Exception {
    if (events.toString().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--events must name a file");
    }
    var request = new Request(rules, events, out, temporary);
    return runner.run(request, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
