package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, with nobody's credentials, and all that it says. */
final class PointsmanProcess implements AutoCloseable {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private PointsmanProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static PointsmanProcess start(List<String> arguments) throws IOException {
    return start("-Xmx512m", arguments);
  }

  /** With so much heap. */
  static PointsmanProcess start(String heap, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Pointsman.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("PAGERDUTY_") || name.startsWith("SLACK_"));
    return new PointsmanProcess(builder.start());
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("(its output ended with " + e + ")");
    }
  }

  /** The first line with {@code text} in it, also when it was said before; fails at its end. */
  String awaitLine(String text) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(has(text) || !process.isAlive())
                    .as("'%s' is in: %s", text, output())
                    .isTrue());
    return line(text).orElseThrow(() -> new AssertionError(text + " is not in " + output()));
  }

  private boolean has(String text) {
    return line(text).isPresent();
  }

  private Optional<String> line(String text) {
    return lines.stream().filter(line -> line.contains(text)).findFirst();
  }

  /** What it said to listen where, as in {@code "Kafka 127.0.0.1:9092"}. */
  String address(String of) {
    return awaitLine(of + "  ").substring(of.length()).strip();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as(this::output).isTrue();
    reader.join();
    return process.exitValue();
  }

  String output() {
    return String.join("\n", lines);
  }

  /** Asks it to stop, as SIGTERM does. */
  void terminate() {
    process.toHandle().destroy(); // and its output stays open
  }

  /** As SIGKILL does. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
