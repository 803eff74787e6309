package dev.pointsman.bench.recording;

import dev.pointsman.cli.embedded.EmbeddedKafka;
import dev.pointsman.cli.embedded.LoopbackPort;
import dev.pointsman.cli.run.RunLog;
import dev.pointsman.connector.kafka.KafkaSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Kafka in a process of its own, so that what it costs is told apart; it ends with this process,
 * however that ends.
 */
public final class KafkaProcess implements AutoCloseable {

  private static final String READY = "listens on ";
  private static final long STOP_LIMIT_SECONDS = 20;

  private final Process process;
  private final KafkaSettings kafka;

  private KafkaProcess(Process process, KafkaSettings kafka) {
    this.process = process;
    this.kafka = kafka;
  }

  /**
   * Returns when it answers.
   *
   * @param folder of its own: for its data and its log
   * @throws IOException if it does not start; its log says why
   */
  public static KafkaProcess start(Path folder) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms512m",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            KafkaProcess.class.getName(),
            folder.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said = process.inputReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(READY)) {
        return new KafkaProcess(process, KafkaSettings.of(line.substring(READY.length())));
      }
    }
    throw new IOException("Kafka does not start; why is in " + folder);
  }

  /** The process: a Kafka that stops when its standard input ends. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    RunLog.to(folder.resolve("kafka.log"));
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(folder.resolve("kafka"), LoopbackPort.claim(0, "Kafka", ""))) {
      System.out.println(READY + kafka.bootstrapServers());
      while (System.in.read() >= 0) {
        // nobody writes to it
      }
    }
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  /** The CPU time that it has taken so far. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
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
