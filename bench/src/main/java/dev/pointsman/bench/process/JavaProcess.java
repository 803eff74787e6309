package dev.pointsman.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A main class of this program in a process of its own, which stops when its standard input ends:
 * so it ends with this process, however that ends.
 */
public final class JavaProcess implements AutoCloseable {

  private static final long STOP_LIMIT_SECONDS = 20;

  private final Process process;
  private final BufferedReader said;
  private final Writer input;

  private JavaProcess(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts it; what it prints as an error is printed here too. */
  public static JavaProcess start(
      List<String> options, Class<?> main, Path folder, String... arguments) throws IOException {
    List<String> command = command(options, main.getName());
    command.add(folder.toString());
    command.addAll(List.of(arguments));
    return new JavaProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** What starts a main class with all that this process has on its class path. */
  public static List<String> command(List<String> options, String main) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    return command;
  }

  /**
   * Waits for the line that begins so, and returns the rest of it.
   *
   * @throws IOException if it ends before
   */
  public String await(String beginning) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new IOException("it ended without having said: " + beginning.strip());
  }

  /** Sends it an end of line. */
  public void nudge() throws IOException {
    input.write('\n');
    input.flush();
  }

  /** The CPU time that it has taken so far. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Within such a process: calls {@code nudged} at each nudge, and returns when it has to end. */
  public static void awaitEnd(Runnable nudged) throws IOException {
    while (System.in.read() >= 0) {
      nudged.run();
    }
  }

  @Override
  public void close() {
    try {
      input.close();
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly(); // it has ended by itself
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
