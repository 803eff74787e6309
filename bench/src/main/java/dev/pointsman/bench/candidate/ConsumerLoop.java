package dev.pointsman.bench.candidate;

import dev.pointsman.bench.recording.Recording;
import dev.pointsman.bench.report.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka's own consumer and nothing else, one for each core, each with its share of the partitions.
 */
public record ConsumerLoop(Setup setup) implements Candidate {

  private static final Duration POLL = Duration.ofMillis(100);

  @Override
  public Running start(BenchCluster cluster, Recording recording) {
    int consumers = Math.min(cluster.parallelism(), recording.partitions());
    ExecutorService threads = Executors.newFixedThreadPool(consumers);
    var stop = new AtomicBoolean();
    List<Future<?>> loops = new ArrayList<>();
    for (int i = 0; i < consumers; i++) {
      int share = i;
      List<TopicPartition> partitions =
          IntStream.range(0, recording.partitions())
              .filter(partition -> partition % consumers == share)
              .mapToObj(partition -> new TopicPartition(recording.topic(), partition))
              .toList();
      loops.add(threads.submit(() -> read(recording, partitions, stop)));
    }
    return new Running() {
      @Override
      public void check() {
        for (Future<?> loop : loops) {
          if (loop.isDone()) {
            BenchCluster.await(loop);
          }
        }
      }

      @Override
      public void close() {
        stop.set(true);
        threads.shutdown();
        loops.forEach(BenchCluster::await);
      }
    };
  }

  private static void read(
      Recording recording, List<TopicPartition> partitions, AtomicBoolean stop) {
    Properties properties = recording.kafka().consumer();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(properties)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!stop.get()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(each -> CountedEvents.READ.increment());
      }
    }
  }
}
