package dev.pointsman.bench;

import dev.pointsman.bench.report.Machine;
import dev.pointsman.bench.report.Report;
import dev.pointsman.cli.Pointsman;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast Pointsman decides, beside others, on this machine. */
@Command(
    name = "bench",
    description = {"Measure how fast Pointsman decides, beside others, on this machine."})
public final class BenchCommand implements Callable<Integer> {

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all that was measured here, as one JSON object.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  private BenchCommand() {}

  public static void main(String[] args) {
    System.exit(Pointsman.execute(Map.of("bench", BenchCommand::new), args));
  }

  @Override
  public Integer call() throws Exception {
    var report =
        new Report(Instant.now().toString(), Machine.here(), List.of(), List.of(), Map.of());
    if (json != null) {
      report.writeJson(json);
    } else {
      spec.commandLine().getOut().print(report.json());
    }
    return 0;
  }
}
