package dev.pointsman.bench.recording;

import dev.pointsman.bench.process.JavaProcess;
import dev.pointsman.cli.embedded.EmbeddedKafka;
import dev.pointsman.cli.embedded.LoopbackPort;
import dev.pointsman.cli.run.RunLog;
import dev.pointsman.connector.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Kafka in a process of its own, so that what it costs is told apart. */
public final class KafkaProcess implements AutoCloseable {

  private static final String READY = "listens on ";

  private final JavaProcess process;
  private final KafkaSettings kafka;

  private KafkaProcess(JavaProcess process, KafkaSettings kafka) {
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
    var process = JavaProcess.start(List.of("-Xms512m", "-Xmx512m"), KafkaProcess.class, folder);
    try {
      return new KafkaProcess(process, KafkaSettings.of(process.await(READY)));
    } catch (IOException e) {
      process.close();
      throw new IOException("Kafka does not start; why is in " + folder, e);
    }
  }

  /** The process. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    RunLog.to(folder.resolve("kafka.log"));
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(folder.resolve("kafka"), LoopbackPort.claim(0, "Kafka", ""))) {
      System.out.println(READY + kafka.bootstrapServers());
      JavaProcess.awaitEnd(() -> {});
    }
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  /** The CPU time that it has taken so far. */
  public Duration cpu() {
    return process.cpu();
  }

  @Override
  public void close() {
    process.close();
  }
}
