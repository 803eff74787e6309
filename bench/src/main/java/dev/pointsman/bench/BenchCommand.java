package dev.pointsman.bench;

import dev.pointsman.bench.backtest.Backtests;
import dev.pointsman.bench.latency.Latency;
import dev.pointsman.bench.latency.Scenario;
import dev.pointsman.bench.parts.Parts;
import dev.pointsman.bench.report.Machine;
import dev.pointsman.bench.report.Page;
import dev.pointsman.bench.report.Plot;
import dev.pointsman.bench.report.Report;
import dev.pointsman.bench.report.Table;
import dev.pointsman.bench.throughput.Plan;
import dev.pointsman.bench.throughput.Ratios;
import dev.pointsman.bench.throughput.Throughput;
import dev.pointsman.cli.Pointsman;
import dev.pointsman.cli.embedded.DataFolder;
import dev.pointsman.cli.run.RunLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast Pointsman decides, beside others, on this machine. */
@Command(
    name = "bench",
    description = {
      "Measure how fast Pointsman decides, beside others, on this machine.",
      "Every candidate reads the same recorded events from the same local Kafka; bench/README.md"
          + " says what each number means. More than an hour on two cores; leave the machine alone"
          + " meanwhile."
    },
    footer = {
      "",
      "Examples:",
      "  pointsman bench --quick",
      "  pointsman bench --json bench.json --html bench.html",
      "  pointsman bench --only '1,000 rules' --rounds 3",
      "  pointsman bench --only latency",
      "  pointsman bench --backtest 100000000"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final String PREFIX = "pointsman-bench";

  @Option(names = "--quick", description = "The main comparison only, in under five minutes.")
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each candidate is measured (5; 2 with --quick).")
  private @Nullable Integer rounds;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "The candidates alone in whose names this is found.")
  private Pattern only = Pattern.compile("");

  @Option(
      names = "--parts",
      description = "Measure the parts by themselves instead, with JMH; prints what JMH prints.")
  private boolean parts;

  @Option(
      names = "--backtest",
      arity = "0..1",
      fallbackValue = "10000000",
      paramLabel = "EVENTS",
      description =
          "Measure the command backtest instead, over so many events (10,000,000) and over a tenth"
              + " of them, in a process with 1 GB of heap.")
  private @Nullable Long backtest;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all that was measured here, as one JSON object.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with table and plot here, and the plot as PNG beside it.")
  private @Nullable Path html;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  BenchCommand() {}

  public static void main(String[] args) {
    System.exit(Pointsman.execute(Map.of("bench", BenchCommand::new), args));
  }

  @Override
  public Integer call() throws Exception {
    if (parts) {
      Parts.run();
      return 0;
    }
    if (backtest != null) {
      measureBacktest(backtest);
      return 0;
    }
    Plan plan = plan();
    List<Scenario> scenarios = scenarios();
    if (plan.candidates().isEmpty() && scenarios.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--only: no candidate has '" + only + "' in its name");
    }
    requireFolder(json);
    requireFolder(html);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    String startedAt = Instant.now().toString();
    Path folder = Files.createTempDirectory(PREFIX);
    RunLog.to(folder.resolve("flink.log"));
    var throughput = new Throughput(plan, err);
    if (!plan.candidates().isEmpty()) {
      throughput.run(folder);
    }
    var latency = new Latency(scenarios, err);
    latency.run(folder);
    var ratios = new LinkedHashMap<>(Ratios.of(throughput.results()));
    ratios.putAll(Latency.ratios(latency.results()));
    var report =
        new Report(startedAt, machine, throughput.results(), latency.results(), null, ratios);
    out.print(Table.of(report));
    out.flush();
    write(report);
    var failures = new LinkedHashMap<>(throughput.failures());
    failures.putAll(latency.failures());
    if (!failures.isEmpty()) {
      failures.forEach((name, why) -> err.println("failed: " + name + ": " + why));
      err.println("what was logged is in " + folder);
      return 1;
    }
    DataFolder.deleteTree(folder);
    return 0;
  }

  private void measureBacktest(long events) throws IOException, InterruptedException {
    if (events < 10) {
      throw new ParameterException(spec.commandLine(), "--backtest must be 10 or more");
    }
    requireFolder(json);
    requireFolder(html);
    Machine machine = Machine.here();
    String startedAt = Instant.now().toString();
    Path folder = Files.createTempDirectory(PREFIX);
    try {
      var result = Backtests.MAIN.run(events, folder, spec.commandLine().getErr());
      var report = new Report(startedAt, machine, List.of(), List.of(), result, Map.of());
      spec.commandLine().getOut().print(Table.of(report));
      spec.commandLine().getOut().flush();
      write(report);
    } finally {
      DataFolder.deleteTree(folder);
    }
  }

  private void write(Report report) throws IOException {
    if (json != null) {
      report.writeJson(json);
    }
    if (html != null) {
      byte[] plot = report.candidates().isEmpty() ? new byte[0] : Plot.png(report.candidates());
      Files.writeString(html, Page.of(report, plot));
      if (plot.length > 0) {
        String name = html.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Files.write(html.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".png"), plot);
      }
    }
  }

  private Plan plan() {
    if (rounds != null && rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds must be 1 or more");
    }
    Plan plan = (quick ? Plan.quick() : Plan.full()).only(name -> only.matcher(name).find());
    return rounds == null ? plan : plan.withRounds(rounds);
  }

  /** Waiting for the slow ones would take longer than all that is quick. */
  private List<Scenario> scenarios() {
    return Scenario.all().stream()
        .filter(each -> !quick && only.matcher(each.name()).find())
        .toList();
  }

  /** So that nobody waits for figures that cannot be kept. */
  private static void requireFolder(@Nullable Path file) throws NotDirectoryException {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
  }
}
