package dev.pointsman.agent.delivery;

import static dev.pointsman.agent.delivery.TestingQueue.SMALL;
import static dev.pointsman.agent.delivery.TestingQueue.acknowledge;
import static dev.pointsman.agent.delivery.TestingQueue.append;
import static dev.pointsman.agent.delivery.TestingQueue.appendMany;
import static dev.pointsman.agent.delivery.TestingQueue.takeAll;
import static dev.pointsman.agent.delivery.TestingQueue.takeOne;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskQueueTest {

  @TempDir private Path folder;
  private TestingQueue stored;

  @BeforeEach
  void setFolder() {
    stored = new TestingQueue(folder);
  }

  @Test
  void eventsComeOutInOrderAsTheyWentIn() throws Exception {
    try (DiskQueue queue = stored.open()) {
      queue.append("k".getBytes(UTF_8), "v".getBytes(UTF_8), Instant.ofEpochMilli(-5));
      append(queue, "b", "c");
      StoredRecord first = takeOne(queue);
      assertThat(new String(first.key(), UTF_8)).isEqualTo("k");
      assertThat(new String(first.value(), UTF_8)).isEqualTo("v");
      assertThat(first.timestampMillis()).isEqualTo(-5);
      assertThat(first.acceptedMillis()).isEqualTo(stored.clock().millis());
      assertThat(takeAll(queue)).containsExactly("b", "c");
      append(queue, "d");
      assertThat(takeAll(queue)).containsExactly("d");
    }
  }

  @Test
  void whatWasNotAcknowledgedComesAgain() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "a", "b", "c");
      acknowledge(queue, 1);
      assertThat(takeAll(queue)).containsExactly("b", "c");
      queue.rewind();
      assertThat(takeAll(queue)).containsExactly("b", "c");
    }
    try (DiskQueue queue = stored.open()) {
      append(queue, "d");
      assertThat(queue.records()).isEqualTo(3);
      assertThat(takeAll(queue)).containsExactly("b", "c", "d");
    }
  }

  @Test
  void whatWasAppendedIsThereAfterAnEndWithoutWarning() throws Exception {
    DiskQueue killed = stored.open();
    append(killed, "a", "b");
    acknowledge(killed, 1);
    try (DiskQueue queue = stored.open()) {
      // The acknowledgement was not flushed: at least once.
      assertThat(takeAll(queue)).containsExactly("a", "b");
    }
    killed.close();
  }

  @Test
  void theOldestIsDroppedWhereThereIsTooMuch() throws Exception {
    try (DiskQueue queue = stored.open()) {
      appendMany(queue, 3000);
      assertThat(queue.bytes()).isLessThanOrEqualTo(SMALL.maxBytes());
      List<String> left = takeAll(queue);
      assertThat(left.size()).isGreaterThan(800).isLessThan(1100);
      assertThat(left).isEqualTo(numbers(3000 - left.size(), 3000));
      assertThat(stored.dropped()).containsExactly(Map.entry(DropReason.SIZE, 3000L - left.size()));
    }
    assertThat(stored.sizeOnDisk()).isLessThanOrEqualTo(SMALL.maxBytes());
  }

  @Test
  void whatIsDroppedWhileItIsOnItsWayDisturbsNothing() throws Exception {
    try (DiskQueue queue = stored.open()) {
      appendMany(queue, 10);
      StoredRecord first = takeOne(queue);
      appendMany(queue, 3000);
      long waiting = queue.records();
      queue.acknowledge(first); // which was dropped meanwhile
      assertThat(queue.records()).isEqualTo(waiting);
      assertThat(takeAll(queue)).hasSize((int) waiting);
    }
  }

  @Test
  void whatWaitedForTooLongIsDropped() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "old", "older");
      stored.clock().advance(Duration.ofMinutes(50));
      append(queue, "new");
      assertThat(queue.oldest()).contains(stored.clock().instant().minus(Duration.ofMinutes(50)));
      stored.clock().advance(Duration.ofMinutes(11));
      assertThat(takeAll(queue)).containsExactly("new");
      assertThat(stored.dropped()).containsExactly(Map.entry(DropReason.AGE, 2L));
      assertThat(queue.records()).isEqualTo(1);
    }
  }

  @Test
  void whatIsOnItsWayIsNotDroppedForItsAge() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "a", "b");
      takeOne(queue);
      stored.clock().advance(Duration.ofHours(2));
      assertThat(takeAll(queue)).containsExactly("b");
      assertThat(stored.dropped()).isEmpty();
      queue.rewind(); // they were not sent after all
      assertThat(takeAll(queue)).isEmpty();
      assertThat(stored.dropped()).containsExactly(Map.entry(DropReason.AGE, 2L));
      assertThat(queue.awaitEmpty(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void whatIsLargerThanAnyEventIsDropped() throws Exception {
    try (DiskQueue queue = stored.open()) {
      assertThat(queue.append(new byte[1], new byte[RecordFormat.LARGEST], Instant.EPOCH))
          .isFalse();
      assertThat(queue.records()).isZero();
      assertThat(stored.dropped()).containsExactly(Map.entry(DropReason.TOO_LARGE, 1L));
      assertThat(queue.append(new byte[0], new byte[RecordFormat.LARGEST], Instant.EPOCH)).isTrue();
      assertThat(takeAll(queue)).hasSize(1);
    }
  }

  @Test
  void filesGoWhenTheirEventsAreAcknowledged() throws Exception {
    try (DiskQueue queue = stored.open()) {
      appendMany(queue, 900);
      assertThat(stored.segments().size()).isGreaterThan(5);
      acknowledge(queue, 900);
      assertThat(stored.segments()).hasSize(1);
      assertThat(queue.records()).isZero();
      assertThat(queue.oldest()).isEmpty();
      appendMany(queue, 1);
    }
    try (DiskQueue queue = stored.open()) {
      assertThat(takeAll(queue)).containsExactly("0");
    }
  }

  @Test
  void anInterruptedThreadStillTells() throws Exception {
    try (DiskQueue queue = stored.open()) {
      Thread.currentThread().interrupt();
      append(queue, "a");
      assertThat(Thread.interrupted()).isTrue();
      append(queue, "b");
      assertThat(takeAll(queue)).containsExactly("a", "b");
    }
  }

  @Test
  void nothingIsLostOrDoubledWhereManyAppendAndOneTakes() throws Exception {
    int threads = 4;
    int each = 2000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    var limits = new QueueLimits(16 << 20, Duration.ofHours(1));
    try (DiskQueue queue = stored.open(limits)) {
      var appenders = new ArrayList<Future<?>>();
      for (int thread = 0; thread < threads; thread++) {
        String name = "t" + thread + "-";
        Callable<?> appender =
            () -> {
              for (int i = 0; i < each; i++) {
                append(queue, name + i);
              }
              return null;
            };
        appenders.add(pool.submit(appender));
      }
      var taken = new ArrayList<String>();
      while (taken.size() < threads * each) {
        StoredRecord record = takeOne(queue);
        taken.add(new String(record.value(), UTF_8));
        queue.acknowledge(record);
        if (taken.size() % 1000 == 0) {
          queue.flush();
        }
      }
      for (Future<?> appender : appenders) {
        appender.get();
      }
      for (int thread = 0; thread < threads; thread++) {
        String name = "t" + thread + "-";
        assertThat(taken.stream().filter(value -> value.startsWith(name)))
            .containsExactlyElementsOf(IntStream.range(0, each).mapToObj(i -> name + i).toList());
      }
      assertThat(queue.awaitEmpty(Duration.ZERO)).isTrue();
    } finally {
      pool.shutdownNow();
    }
    assertThat(stored.dropped()).isEmpty();
  }

  @Test
  void aWaitThatNothingIsAcknowledgedForGrowsAlsoWhereAllIsDropped() throws Exception {
    try (DiskQueue queue = stored.open()) {
      assertThat(queue.stalled()).isZero();
      append(queue, "a");
      StoredRecord first = takeOne(queue);
      stored.clock().advance(Duration.ofSeconds(20));
      appendMany(queue, 3000); // and the first is dropped
      stored.clock().advance(Duration.ofSeconds(20));
      assertThat(queue.oldest()).contains(stored.clock().instant().minusSeconds(20));
      assertThat(queue.stalled()).hasSeconds(40);
      stored.clock().advance(Duration.ofHours(2));
      assertThat(takeAll(queue)).isEmpty(); // all are too old
      assertThat(queue.records()).isZero();
      assertThat(queue.stalled()).hasSeconds(7240);
      append(queue, "b");
      assertThat(queue.stalled()).hasSeconds(7240);
      queue.acknowledge(first); // it was on its way all the time
      assertThat(queue.stalled()).isZero();
      queue.acknowledge(takeOne(queue));
      stored.clock().advance(Duration.ofMinutes(1));
      assertThat(queue.stalled()).isZero();
    }
  }

  @Test
  void whatWasLeftBehindWaitsFromTheStart() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "a");
    }
    stored.clock().advance(Duration.ofMinutes(10));
    try (DiskQueue queue = stored.open()) {
      stored.clock().advance(Duration.ofSeconds(5));
      assertThat(queue.stalled()).hasSeconds(5);
    }
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }
}
