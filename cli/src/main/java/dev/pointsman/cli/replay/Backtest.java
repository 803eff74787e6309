package dev.pointsman.cli.replay;

import dev.pointsman.cli.BacktestCommand;
import dev.pointsman.cli.Counted;
import dev.pointsman.cli.FileFailure;
import dev.pointsman.job.alerting.RejectedEvent;
import dev.pointsman.job.replay.FileReplay;
import dev.pointsman.job.replay.Replay;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;

/** Runs rules over recorded events through the operators of the alerting job. */
public final class Backtest implements BacktestCommand.Runner {

  private static final int MAX_PARALLELISM = 4;

  private static final String FILE_READER = "org.apache.flink.connector.base.source.reader.fetcher";

  private static final Pattern OTHERWISE_COMPRESSED =
      Pattern.compile("\\.(bz2|deflate|lz4|snappy|xz|zip|7z|Z)$");

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
      requireWritable(request.out(), request);
    }
    requireFolder(request.temporary());
    // What reading the file fails with is told once, when the command ends.
    Configurator.setLevel(FILE_READER, Level.OFF);
    long begun = System.nanoTime();
    try (var temporary = TemporaryFolder.in(request.temporary());
        FileReplay replay =
            Replay.ofFile(
                loaded.rules(),
                request.events(),
                temporary.path(),
                Math.min(MAX_PARALLELISM, Runtime.getRuntime().availableProcessors()),
                progress(err))) {
      write(replay, request.out(), out);
      summarize(replay, (System.nanoTime() - begun) / 1e9, err);
      return isOfNoEvents(replay, request.events(), err) ? 1 : 0;
    }
  }

  /** Which would look as if no rule had anything to say. */
  private static boolean isOfNoEvents(FileReplay replay, Path events, PrintWriter err) {
    long rejected = replay.rejected().values().stream().mapToLong(Long::longValue).sum();
    boolean areNone = replay.events() > 0 && rejected == replay.events();
    if (areNone) {
      err.println(events + ": none of its lines is an event");
      err.flush();
    }
    return areNone;
  }

  private static void requireReadable(Path events) throws FileSystemException {
    if (Files.isDirectory(events)) {
      throw new FileSystemException(events.toString(), null, "Is a directory");
    }
    if (!Files.exists(events)) {
      throw new NoSuchFileException(events.toString());
    }
    if (!Files.isRegularFile(events)) {
      throw new FileSystemException(
          events.toString(),
          null,
          "a pipe or a device cannot be read: write the events to a file first");
    }
    if (!Files.isReadable(events)) {
      throw new AccessDeniedException(events.toString());
    }
    if (OTHERWISE_COMPRESSED.matcher(events.toString()).find()) {
      throw new FileSystemException(
          events.toString(), null, "only plain files, .gz and .zst can be read: unpack it first");
    }
  }

  /** So that nobody waits for transitions that cannot be kept, or loses what they come of. */
  private static void requireWritable(Path out, BacktestCommand.Request request)
      throws IOException {
    if (Files.isDirectory(out)) {
      throw new FileSystemException(out.toString(), null, "Is a directory");
    }
    var read = new ArrayList<Path>(request.rules());
    read.add(request.events());
    for (Path each : read) {
      if (Files.exists(out) && Files.isSameFile(out, each)) {
        throw new FileSystemException(
            out.toString(), null, "the transitions would be written over " + each);
      }
    }
    requireFolder(out.toAbsolutePath().getParent());
  }

  private static void requireFolder(@Nullable Path folder) throws NotDirectoryException {
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

  private static void write(FileReplay replay, @Nullable Path file, PrintWriter out)
      throws IOException {
    if (file == null) {
      write(replay, out);
      if (out.checkError()) {
        throw new IOException("cannot write the transitions");
      }
    } else {
      try (var writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        write(replay, writer);
      } catch (IOException e) {
        throw new IOException(FileFailure.text(e, file), e);
      }
    }
  }

  private static void write(FileReplay replay, Writer to) throws IOException {
    for (byte[] line = replay.next(); line != null; line = replay.next()) {
      to.write(new String(line, StandardCharsets.UTF_8));
      to.write('\n');
    }
    to.flush();
  }

  private void summarize(FileReplay replay, double seconds, PrintWriter err) {
    if (onTerminal) {
      err.print('\r');
    }
    err.printf(
        Locale.ROOT,
        "%s, %s, in %.1f s%n",
        Counted.of(replay.events(), "event"),
        Counted.of(replay.transitions(), "transition"),
        seconds);
    replay.rejected().forEach((reason, count) -> err.println("rejected " + count + ": " + reason));
    for (RejectedEvent each : replay.firstRejected()) {
      err.println(
          "  " + each.event().source() + ":" + each.event().offset() + ": " + each.rejection());
    }
    err.flush();
  }
}
