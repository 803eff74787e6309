package dev.pointsman.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.TestingProcess;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledDeliveryIT {

  private static final int EACH = 5000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  @TempDir private Path folder;
  @TempDir private Path logs;

  @Test
  void nothingThatWasAcceptedIsLostHoweverOftenTheProcessIsKilled() throws Exception {
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.createTopic(Topics.HEALTH_CHECKS, 1);
      long next = tellAndKill(kafka, 0);
      kafka.stop();
      next = tellAndKill(kafka, next);
      kafka.startAgain();
      next = tellAndKill(kafka, next);

      var settings =
          new DeliverySettings(
              kafka.settings(), "test", folder, QueueLimits.DEFAULT, Duration.ofSeconds(60));
      Delivery.open(settings, Clock.systemUTC(), new CollectorRegistry()).close();

      List<Long> arrived =
          Received.await(kafka.settings(), Topics.HEALTH_CHECKS, (int) next).stream()
              .map(Received::timestampMillis)
              .distinct()
              .toList();
      // More may have been accepted than the killed process had time to say.
      assertThat(arrived).startsWith(LongStream.range(0, next).boxed().toArray(Long[]::new));
      assertThat(arrived).isSorted();
    }
  }

  /** Returns the number after the last event that was accepted for sure. */
  private long tellAndKill(TestingKafka kafka, long first) {
    Path log = logs.resolve(first + ".log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            TellingMain.class.getName(),
            kafka.bootstrapServers(),
            folder.toString(),
            Long.toString(first));
    TestingProcess process = TestingProcess.start(log, command);
    try (process) {
      await().atMost(PATIENCE).until(() -> told(process.log()) >= first + EACH);
    }
    return told(process.log()) + 1;
  }

  /** The last number that was printed whole, or -1. */
  private static long told(String log) {
    long last = -1;
    for (String line : log.substring(0, log.lastIndexOf('\n') + 1).split("\n")) {
      if (NUMBER.matcher(line).matches()) {
        last = Long.parseLong(line);
      }
    }
    return last;
  }
}
