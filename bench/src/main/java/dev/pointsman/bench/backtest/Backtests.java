package dev.pointsman.bench.backtest;

import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Pointsman;
import dev.pointsman.bench.process.JavaProcess;
import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.bench.report.BacktestResult;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.yaml.RuleJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the command {@code backtest} over a recording and over the first tenth of it, each as a
 * process with a fixed heap.
 *
 * @param fleet whose checks are recorded
 * @param rules how many
 * @param perEvent how many of them an event concerns
 * @param heapMegabytes of each process
 */
public record Backtests(Fleet fleet, int rules, int perEvent, int heapMegabytes) {

  /** The main comparison's fleet and rules. */
  public static final Backtests MAIN = new Backtests(new Fleet(100_000), 1_000, 5, 1024);

  private static final int LOOK_MILLIS = 50;
  private static final int BUFFER_BYTES = 64 * 1024;

  /**
   * Runs both.
   *
   * @param folder of its own, for the recordings; an event takes about ten bytes
   * @param err told what is done
   */
  public BacktestResult run(long events, Path folder, PrintWriter err)
      throws IOException, InterruptedException {
    Path ruleFile = writeRules(folder.resolve("rules.yaml"));
    var runs = new ArrayList<BacktestResult.Run>();
    for (long each : new long[] {events / 10, events}) {
      err.printf(Locale.ROOT, "recording %,d events%n", each);
      Path recording = record(each, folder.resolve("events.ndjson.gz"));
      err.println("running the backtest over them");
      runs.add(backtest(each, ruleFile, recording, folder));
      Files.delete(recording);
    }
    return new BacktestResult(rules, perEvent, fleet.series(), (long) heapMegabytes << 20, runs);
  }

  private Path writeRules(Path file) throws IOException {
    var text = new StringBuilder("alerts:\n");
    List<CountRule> asked = CountRule.rules(rules, perEvent);
    for (AlertRule rule : new Pointsman(Pointsman.BY_TARGET).ruleSet(asked).rules()) {
      text.append("  - ").append(RuleJson.write(rule)).append('\n');
    }
    return Files.writeString(file, text);
  }

  private Path record(long events, Path file) throws IOException {
    try (var out = new BufferedOutputStream(new FastGzip(Files.newOutputStream(file)))) {
      for (long i = 0; i < events; i++) {
        out.write(fleet.json((int) (i % fleet.series()), (int) (i / fleet.series())));
        out.write('\n');
      }
    }
    return file;
  }

  private BacktestResult.Run backtest(long events, Path ruleFile, Path recording, Path folder)
      throws IOException, InterruptedException {
    Path out = folder.resolve("transitions.ndjson");
    List<String> command =
        JavaProcess.command(
            List.of("-Xmx" + heapMegabytes + "m"), dev.pointsman.cli.Pointsman.class.getName());
    command.addAll(List.of("backtest", "--rules", ruleFile.toString()));
    command.addAll(List.of("--events", recording.toString(), "--out", out.toString()));
    command.addAll(List.of("--temp", folder.toString()));
    long begun = System.nanoTime();
    Process process = new ProcessBuilder(command).inheritIO().start();
    Duration cpu = Duration.ZERO;
    Long peak = null;
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        cpu = process.info().totalCpuDuration().orElse(cpu);
        Long held = peakMemory(process.pid());
        peak = held == null ? peak : held;
      }
    } finally {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException("the backtest ended with " + process.exitValue());
    }
    try (Stream<String> lines = Files.lines(out)) {
      return new BacktestResult.Run(events, lines.count(), seconds, cpu.toMillis() / 1e3, peak);
    }
  }

  /** As Linux counts it; null elsewhere, and for a process that has just ended. */
  private static @Nullable Long peakMemory(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  /** Writing is not what is measured. */
  private static final class FastGzip extends GZIPOutputStream {

    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
