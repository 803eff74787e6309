package dev.pointsman.cli.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Kafka alone in a process, to be killed. */
final class KafkaMain {

  private KafkaMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    DataFolder data = DataFolder.open(Path.of(arguments[0]));
    EmbeddedKafka kafka =
        EmbeddedKafka.start(data.kafka(), LoopbackPort.claim(0, "Kafka", "--kafka-port"));
    kafka.ensureTopics(2);
    System.out.println("bootstrap " + kafka.bootstrapServers());
    new CountDownLatch(1).await();
  }
}
