package dev.pointsman.cli.replay;

import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.cli.BacktestCommand;
import dev.pointsman.cli.Counted;
import dev.pointsman.job.alerting.RejectedEvent;
import dev.pointsman.job.replay.Replay;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/** Runs rules over recorded events through the operators of the alerting job. */
public final class Backtest implements BacktestCommand.Runner {

  private static final int MAX_PARALLELISM = 4;

  private final boolean onTerminal;

  /**
   * A backtest.
   *
   * @param onTerminal whether somebody looks at the error output, and wants to see the progress
   */
  public Backtest(boolean onTerminal) {
    this.onTerminal = onTerminal;
  }

  @Override
  public int run(BacktestCommand.Request request, PrintWriter out, PrintWriter err)
      throws Exception {
    LoadResult loaded = RuleLoader.load(request.rules());
    if (!loaded.succeeded()) {
      loaded.problems().forEach(err::println);
      return 1;
    }
    requireReadable(request.events());
    if (request.out() != null) {
      requireWritable(request.out());
    }
    long begun = System.nanoTime();
    Replay.Outcome outcome =
        Replay.ofFile(
            loaded.rules(),
            request.events(),
            Math.min(MAX_PARALLELISM, Runtime.getRuntime().availableProcessors()),
            progress(err));
    double seconds = (System.nanoTime() - begun) / 1e9;
    Path file = request.out();
    if (file == null) {
      write(outcome.transitions(), out);
    } else {
      try (var writer = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
        write(outcome.transitions(), writer);
      }
    }
    summarize(outcome, seconds, err);
    return 0;
  }

  private static void requireReadable(Path events) throws FileSystemException {
    if (Files.isDirectory(events)) {
      throw new FileSystemException(events.toString(), null, "Is a directory");
    }
    if (!Files.exists(events)) {
      throw new NoSuchFileException(events.toString());
    }
    if (!Files.isReadable(events)) {
      throw new AccessDeniedException(events.toString());
    }
  }

  /** So that nobody waits for transitions that cannot be kept. */
  private static void requireWritable(Path out) throws FileSystemException {
    if (Files.isDirectory(out)) {
      throw new FileSystemException(out.toString(), null, "Is a directory");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
  }

  private LongConsumer progress(PrintWriter err) {
    if (!onTerminal) {
      return events -> {};
    }
    return events -> {
      err.printf(Locale.ROOT, "\r%,d events", events);
      err.flush();
    };
  }

  private static void write(List<Transition> transitions, PrintWriter out) throws IOException {
    for (Transition each : transitions) {
      out.write(new String(TransitionJson.write(each), StandardCharsets.UTF_8));
      out.write('\n');
    }
    out.flush();
    if (out.checkError()) {
      throw new IOException("cannot write the transitions");
    }
  }

  private void summarize(Replay.Outcome outcome, double seconds, PrintWriter err) {
    if (onTerminal) {
      err.print('\r');
    }
    err.printf(
        Locale.ROOT,
        "%s, %s, in %.1f s%n",
        Counted.of(outcome.events(), "event"),
        Counted.of(outcome.transitions().size(), "transition"),
        seconds);
    outcome.rejected().forEach((reason, count) -> err.println("rejected " + count + ": " + reason));
    for (RejectedEvent each : outcome.firstRejected()) {
      err.println(
          "  " + each.event().source() + ":" + each.event().offset() + ": " + each.rejection());
    }
    err.flush();
  }
}
