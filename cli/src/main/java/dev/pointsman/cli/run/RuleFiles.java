package dev.pointsman.cli.run;

import static java.util.stream.Collectors.joining;

import dev.pointsman.cli.embedded.CannotStartException;
import dev.pointsman.connector.kafka.KafkaUnavailableException;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import dev.pointsman.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rule files that people edit while their rules are live: a change without a problem goes live once
 * the files have come to rest; one with a problem is reported once and changes nothing.
 *
 * <p>It compares what is in the files each time it looks. Editors replace, truncate and rename
 * files in many ways, and not all file systems tell of it.
 */
public final class RuleFiles {

  private final List<Path> paths;
  private final LiveRules live;
  private final Consumer<String> report;

  /** What was last made live or reported. */
  private @Nullable Map<Path, ByteBuffer> handled;

  private @Nullable Map<Path, ByteBuffer> lastSeen;

  public RuleFiles(List<Path> paths, LiveRules live, Consumer<String> report) {
    this.paths = List.copyOf(paths);
    this.live = live;
    this.report = report;
  }

  /**
   * What the files hold now.
   *
   * @throws CannotStartException with every problem when they cannot be used
   */
  static LoadResult require(List<Path> paths) {
    LoadResult loaded = RuleLoader.load(paths);
    if (!loaded.succeeded()) {
      throw new CannotStartException(
          loaded.problems().stream().map(Problem::toString).collect(joining("\n"))
              + "\nno rule is loaded while there are problems");
    }
    return loaded;
  }

  /** Looks once; what it saw goes live when it looks the same as the time before. */
  public void look() throws InterruptedException {
    Map<Path, ByteBuffer> seen;
    try {
      seen = content(paths);
    } catch (IOException | UncheckedIOException e) {
      lastSeen = null; // a file that went away while we read: look again
      return;
    }
    boolean atRest = seen.equals(lastSeen);
    lastSeen = seen;
    if (atRest && !seen.equals(handled)) {
      handle(seen);
    }
  }

  private void handle(Map<Path, ByteBuffer> seen) throws InterruptedException {
    LoadResult loaded = RuleLoader.load(paths);
    try {
      if (loaded.succeeded()) {
        RuleChange change = live.become(loaded.rules());
        if (!change.isNothing()) {
          report.accept(change.text());
          loaded.notices().forEach(notice -> report.accept(notice.toString()));
        }
      } else {
        loaded.problems().forEach(problem -> report.accept(problem.toString()));
        report.accept("the rules stay as they were");
      }
      handled = seen;
    } catch (KafkaUnavailableException e) {
      report.accept("the changed rules wait: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      report.accept("the rules stay as they were: " + e.getMessage());
      handled = seen;
    }
  }

  private static Map<Path, ByteBuffer> content(Collection<Path> paths) throws IOException {
    var content = new TreeMap<Path, ByteBuffer>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        continue; // the loader says so
      }
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.filter(RuleFiles::isYaml).toList()) {
          content.put(file, ByteBuffer.wrap(Files.readAllBytes(file)));
        }
      }
    }
    return content;
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
  }
}
