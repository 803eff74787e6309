package dev.pointsman.bench;

import dev.pointsman.bench.backtest.Backtests;
import dev.pointsman.bench.latency.Latency;
import dev.pointsman.bench.latency.Scenario;
import dev.pointsman.bench.parts.Parts;
import dev.pointsman.bench.report.Failure;
import dev.pointsman.bench.report.Machine;
import dev.pointsman.bench.report.Report;
import dev.pointsman.bench.report.ReportFiles;
import dev.pointsman.bench.report.Settings;
import dev.pointsman.bench.report.Table;
import dev.pointsman.bench.throughput.Plan;
import dev.pointsman.bench.throughput.Ratios;
import dev.pointsman.bench.throughput.Throughput;
import dev.pointsman.cli.Pointsman;
import dev.pointsman.cli.replay.TemporaryFolder;
import dev.pointsman.cli.run.RunLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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
          + " meanwhile.",
      "",
      "Its heap takes two fifths of the machine's memory at once, and Kafka and the systems that are"
          + " timed take theirs beside it: two calls at a time do not fit."
    },
    footer = {
      "",
      "Examples:",
      "  pointsman bench --quick",
      "  pointsman bench --json bench.json --html bench.html",
      "  pointsman bench --only '1,000 rules' --rounds 3",
      "  pointsman bench --only latency:",
      "  pointsman bench --backtest 100000000"
    })
public final class BenchCommand implements Callable<Integer> {

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
      description =
          "Only the candidates and the latencies in whose names this regular expression is found.")
  private @Nullable String only;

  @Option(
      names = "--parts",
      description = "Measure the parts by themselves instead, with JMH: two to three minutes.")
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
      description = "Write a page with tables and plots here, and the plots as PNG beside it.")
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
    refuseWhatDoesNotGoTogether();
    Plan plan = plan();
    List<Scenario> scenarios = scenarios();
    var files = new ReportFiles(json, html);
    if (files.overlap()) {
      throw wrongUsage("--json and --html need a file each");
    }
    files.requireWritable();
    PrintWriter err = spec.commandLine().getErr();
    try (var folder = TemporaryFolder.in(null)) {
      Report report;
      try {
        report = measure(plan, scenarios, folder.path(), err);
      } catch (IOException | RuntimeException e) {
        keep(folder, err);
        throw e;
      }
      spec.commandLine().getOut().print(Table.of(report));
      spec.commandLine().getOut().flush();
      List<String> unwritten = files.write(report);
      unwritten.forEach(each -> err.println("pointsman: " + each));
      report.failures().forEach(e -> err.println("failed: " + e.name() + ": " + e.message()));
      if (!report.failures().isEmpty()) {
        keep(folder, err);
      }
      return unwritten.isEmpty() && report.failures().isEmpty() ? 0 : 1;
    }
  }

  private static void keep(TemporaryFolder folder, PrintWriter err) {
    if (folder.keep()) {
      err.println("what was logged stays in " + folder.path());
    }
  }

  private Report measure(Plan plan, List<Scenario> scenarios, Path folder, PrintWriter err)
      throws Exception {
    String startedAt = Instant.now().toString();
    Machine machine = Machine.here();
    if (parts) {
      return Report.ofParts(startedAt, machine, Parts.measure(System.err));
    }
    if (backtest != null) {
      return Report.ofBacktest(startedAt, machine, Backtests.MAIN.run(backtest, folder, err));
    }
    RunLog.to(folder.resolve("flink.log"));
    var throughput = new Throughput(plan, err);
    if (!plan.candidates().isEmpty()) {
      throughput.run(folder);
    }
    var latency = new Latency(scenarios, err);
    latency.run(folder);
    var ratios = new LinkedHashMap<>(Ratios.of(throughput.results()));
    ratios.putAll(Latency.ratios(latency.results()));
    var failures = new LinkedHashMap<>(throughput.failures());
    failures.putAll(latency.failures());
    return new Report(
        startedAt,
        machine,
        new Settings(quick, plan.rounds(), plan.limit().toMillis() / 1e3, plan.events(), only),
        throughput.results(),
        latency.results(),
        null,
        List.of(),
        Failure.of(failures),
        ratios);
  }

  private void refuseWhatDoesNotGoTogether() {
    if (backtest != null && backtest < 10) {
      throw wrongUsage("--backtest must be 10 or more");
    }
    if (rounds != null && rounds < 1) {
      throw wrongUsage("--rounds must be 1 or more");
    }
    if (parts && backtest != null) {
      throw wrongUsage("--parts and --backtest do not go together");
    }
    if (parts || backtest != null) {
      String instead = parts ? "--parts" : "--backtest";
      refuse(quick, instead, "--quick");
      refuse(rounds != null, instead, "--rounds");
      refuse(only != null, instead, "--only");
    }
  }

  private void refuse(boolean given, String instead, String option) {
    if (given) {
      throw wrongUsage(instead + " and " + option + " do not go together");
    }
  }

  private ParameterException wrongUsage(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private Plan plan() {
    Plan plan = (quick ? Plan.quick() : Plan.full()).only(wanted());
    return rounds == null ? plan : plan.withRounds(rounds);
  }

  /** Waiting for the slow ones would take longer than all that is quick. */
  private List<Scenario> scenarios() {
    List<Scenario> wanted =
        Scenario.all().stream().filter(each -> wanted().test(each.name())).toList();
    if (plan().candidates().isEmpty()) {
      if (wanted.isEmpty()) {
        throw wrongUsage("--only: no name has '" + only + "' in it");
      }
      if (quick) {
        throw wrongUsage(
            "--quick measures no latency: call 'pointsman bench --only " + only + "' without it");
      }
      if (rounds != null) {
        throw wrongUsage("latency has no rounds: leave --rounds out");
      }
    }
    return quick ? List.of() : wanted;
  }

  private Predicate<String> wanted() {
    if (only == null) {
      return name -> true;
    }
    try {
      return Pattern.compile(only).asPredicate();
    } catch (PatternSyntaxException e) {
      throw wrongUsage(
          "--only: '%s' is no regular expression: %s".formatted(only, e.getDescription()));
    }
  }
}
