package dev.pointsman.bench.latency;

import dev.pointsman.bench.process.JavaProcess;
import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Health checks of other targets, from a process of its own: each is checked every ten seconds, one
 * check in two hundred fails, and all are spread evenly over time.
 */
final class Background implements AutoCloseable {

  /** So many checks of each target come before the first trial: its group has been made then. */
  private static final int CHECKS_BEFORE = 3;

  /** For how long it goes on before the first trial. */
  static final Duration BEFORE = Duration.ofMillis(CHECKS_BEFORE * Fleet.INTERVAL_MILLIS);

  private static final String SAYS = "acknowledged ";
  private static final long STEP_NANOS = 500_000;

  /** A thousand agents do not come as one batch; one producer for all of them waits this long. */
  private static final String LINGER_MILLIS = "2";

  private final JavaProcess process;

  private Background(JavaProcess process) {
    this.process = process;
  }

  /** Starts to tell {@code health-checks}. */
  static Background start(KafkaSettings kafka, Path folder, int eventsPerSecond)
      throws IOException {
    return new Background(
        JavaProcess.start(
            List.of("-Xmx512m"),
            Background.class,
            folder,
            kafka.bootstrapServers(),
            Integer.toString(eventsPerSecond)));
  }

  /** How many events Kafka has taken by now. */
  long acknowledged() throws IOException {
    process.nudge();
    return Long.parseLong(process.await(SAYS));
  }

  @Override
  public void close() {
    process.close();
  }

  /** The process. */
  public static void main(String[] args) throws IOException {
    var ended = new AtomicBoolean();
    var acknowledged = new LongAdder();
    int eventsPerSecond = Integer.parseInt(args[2]);
    Properties properties = KafkaSettings.of(args[1]).producer();
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    try (var producer = new KafkaProducer<byte[], byte[]>(properties)) {
      var pace =
          new Thread(() -> produce(producer, eventsPerSecond, acknowledged, ended), "background");
      pace.setDaemon(true);
      pace.start();
      JavaProcess.awaitEnd(() -> System.out.println(SAYS + acknowledged.sum()));
      ended.set(true);
    }
  }

  private static void produce(
      KafkaProducer<byte[], byte[]> producer,
      int eventsPerSecond,
      LongAdder acknowledged,
      AtomicBoolean ended) {
    var fleet = new Fleet(Math.toIntExact(eventsPerSecond * Fleet.INTERVAL_MILLIS / 1000));
    long start = System.nanoTime();
    long sent = 0;
    while (!ended.get()) {
      long due = (long) ((System.nanoTime() - start) / 1e9 * eventsPerSecond);
      // What could not be sent for a second is not made up for.
      for (sent = Math.max(sent, due - eventsPerSecond); sent < due; sent++) {
        int target = (int) (sent % fleet.series());
        int n = (int) (sent / fleet.series());
        byte[] event =
            fleet.json(target, n, fleet.failsAlone(target, n), System.currentTimeMillis());
        byte[] key = Fleet.target(target).getBytes(StandardCharsets.UTF_8);
        var unused =
            producer.send(
                new ProducerRecord<>(Topics.HEALTH_CHECKS, key, event),
                (metadata, error) -> {
                  if (error == null) {
                    acknowledged.increment();
                  }
                });
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
