package dev.pointsman.agent.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.TestingClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskQueueTest {

  private static final QueueLimits SMALL = new QueueLimits(1 << 20, Duration.ofHours(1));

  @TempDir private Path folder;
  private final TestingClock clock = new TestingClock();
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

  @Test
  void eventsComeOutInOrderAsTheyWentIn() throws Exception {
    try (DiskQueue queue = open()) {
      queue.append("k".getBytes(UTF_8), "v".getBytes(UTF_8), Instant.ofEpochMilli(-5));
      append(queue, "b", "c");
      StoredRecord first = takeOne(queue);
      assertThat(new String(first.key(), UTF_8)).isEqualTo("k");
      assertThat(new String(first.value(), UTF_8)).isEqualTo("v");
      assertThat(first.timestampMillis()).isEqualTo(-5);
      assertThat(first.acceptedMillis()).isEqualTo(clock.millis());
      assertThat(takeAll(queue)).containsExactly("b", "c");
      append(queue, "d");
      assertThat(takeAll(queue)).containsExactly("d");
    }
  }

  @Test
  void whatWasNotAcknowledgedComesAgain() throws Exception {
    try (DiskQueue queue = open()) {
      append(queue, "a", "b", "c");
      acknowledge(queue, 1);
      assertThat(takeAll(queue)).containsExactly("b", "c");
      queue.rewind();
      assertThat(takeAll(queue)).containsExactly("b", "c");
    }
    try (DiskQueue queue = open()) {
      append(queue, "d");
      assertThat(queue.records()).isEqualTo(3);
      assertThat(takeAll(queue)).containsExactly("b", "c", "d");
    }
  }

  @Test
  void whatWasAppendedIsThereAfterAnEndWithoutWarning() throws Exception {
    DiskQueue killed = open();
    append(killed, "a", "b");
    acknowledge(killed, 1);
    try (DiskQueue queue = open()) {
      // The acknowledgement was not flushed: at least once.
      assertThat(takeAll(queue)).containsExactly("a", "b");
    }
    killed.close();
  }

  @Test
  void aRecordThatIsNotWholeIsCutOffWhereverItEnds() throws Exception {
    try (DiskQueue queue = open()) {
      append(queue, "one", "two");
    }
    long whole = Files.size(segments().get(0));
    try (DiskQueue queue = open()) {
      append(queue, "torn");
    }
    byte[] all = Files.readAllBytes(segments().get(0));
    for (int length = (int) whole; length < all.length; length++) {
      Files.write(segments().get(0), Arrays.copyOf(all, length));
      try (DiskQueue queue = open()) {
        assertThat(takeAll(queue)).as("cut at %d", length).containsExactly("one", "two");
        append(queue, "next");
        assertThat(takeAll(queue)).containsExactly("next");
      }
    }
    assertThat(dropped).isEmpty();
  }

  @Test
  void whatIsCorruptInTheMiddleIsCountedAndPassedOver() throws Exception {
    try (DiskQueue queue = open()) {
      append(queue, "one", "two", "three", "four");
    }
    Path file = segments().get(0);
    byte[] all = Files.readAllBytes(file);
    int recordLength = (all.length - "onetwothreefour".length()) / 4;
    int two = recordLength + "one".length();
    int four = all.length - recordLength - "four".length();
    for (int at = two; at < two + recordLength + "two".length(); at++) {
      byte[] corrupt = all.clone();
      corrupt[at] ^= 0x55;
      Files.write(file, corrupt);
      dropped.clear();
      try (DiskQueue queue = open()) {
        assertThat(takeAll(queue)).as("corrupt at %d", at).containsExactly("one", "three", "four");
        queue.rewind();
        takeAll(queue);
        assertThat(dropped)
            .as("corrupt at %d", at)
            .containsExactly(Map.entry(DropReason.CORRUPT, 1L));
      }
    }
    // Two in a row, as where a block of the disk is lost.
    byte[] corrupt = all.clone();
    Arrays.fill(corrupt, two, four, (byte) 0);
    Files.write(file, corrupt);
    dropped.clear();
    try (DiskQueue queue = open()) {
      assertThat(takeAll(queue)).containsExactly("one", "four");
      assertThat(dropped).containsExactly(Map.entry(DropReason.CORRUPT, 2L));
    }
  }

  @Test
  void aLostPositionOnlyRepeats() throws Exception {
    try (DiskQueue queue = open()) {
      append(queue, "a", "b");
      acknowledge(queue, 1);
    }
    Files.write(folder.resolve("position"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    try (DiskQueue queue = open()) {
      assertThat(takeAll(queue)).containsExactly("a", "b");
    }
  }

  @Test
  void nothingIsTakenForAcknowledgedAfterATailWasLost() throws Exception {
    try (DiskQueue queue = open()) {
      append(queue, "a", "b", "c");
      acknowledge(queue, 3);
    }
    try (var file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
      file.setLength(10); // the machine ended before the disk had it
    }
    try (DiskQueue queue = open()) {
      append(queue, "d");
      assertThat(takeAll(queue)).containsExactly("d");
    }
    assertThat(dropped).isEmpty();
  }

  @Test
  void theOldestIsDroppedWhereThereIsTooMuch() throws Exception {
    try (DiskQueue queue = open()) {
      appendMany(queue, 3000);
      assertThat(queue.bytes()).isLessThanOrEqualTo(SMALL.maxBytes());
      List<String> left = takeAll(queue);
      assertThat(left.size()).isGreaterThan(800).isLessThan(1100);
      assertThat(left).isEqualTo(numbers(3000 - left.size(), 3000));
      assertThat(dropped).containsExactly(Map.entry(DropReason.SIZE, 3000L - left.size()));
    }
    assertThat(sizeOnDisk()).isLessThanOrEqualTo(SMALL.maxBytes());
  }

  @Test
  void whatIsDroppedWhileItIsOnItsWayDisturbsNothing() throws Exception {
    try (DiskQueue queue = open()) {
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
    try (DiskQueue queue = open()) {
      append(queue, "old", "older");
      clock.advance(Duration.ofMinutes(50));
      append(queue, "new");
      assertThat(queue.oldest()).contains(clock.instant().minus(Duration.ofMinutes(50)));
      clock.advance(Duration.ofMinutes(11));
      assertThat(takeAll(queue)).containsExactly("new");
      assertThat(dropped).containsExactly(Map.entry(DropReason.AGE, 2L));
      assertThat(queue.records()).isEqualTo(1);
    }
  }

  @Test
  void whatIsOnItsWayIsNotDroppedForItsAge() throws Exception {
    try (DiskQueue queue = open()) {
      append(queue, "a", "b");
      takeOne(queue);
      clock.advance(Duration.ofHours(2));
      assertThat(takeAll(queue)).containsExactly("b");
      assertThat(dropped).isEmpty();
      queue.rewind(); // they were not sent after all
      assertThat(takeAll(queue)).isEmpty();
      assertThat(dropped).containsExactly(Map.entry(DropReason.AGE, 2L));
      assertThat(queue.awaitEmpty(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void whatIsLargerThanAnyEventIsDropped() throws Exception {
    try (DiskQueue queue = open()) {
      assertThat(queue.append(new byte[1], new byte[RecordFormat.LARGEST], Instant.EPOCH))
          .isFalse();
      assertThat(queue.records()).isZero();
      assertThat(dropped).containsExactly(Map.entry(DropReason.TOO_LARGE, 1L));
      assertThat(queue.append(new byte[0], new byte[RecordFormat.LARGEST], Instant.EPOCH)).isTrue();
      assertThat(takeAll(queue)).hasSize(1);
    }
  }

  @Test
  void filesGoWhenTheirEventsAreAcknowledged() throws Exception {
    try (DiskQueue queue = open()) {
      appendMany(queue, 900);
      assertThat(segments().size()).isGreaterThan(5);
      acknowledge(queue, 900);
      assertThat(segments()).hasSize(1);
      assertThat(queue.records()).isZero();
      assertThat(queue.oldest()).isEmpty();
      appendMany(queue, 1);
    }
    try (DiskQueue queue = open()) {
      assertThat(takeAll(queue)).containsExactly("0");
    }
  }

  @Test
  void aFolderThatCannotBeWrittenLosesOnlyWhatCameMeanwhile() throws Exception {
    try (DiskQueue queue = open()) {
      Path moved = folder.resolveSibling(folder.getFileName() + ".gone");
      Files.move(folder, moved);
      assertThatThrownBy(() -> append(queue, "lost")).isInstanceOf(IOException.class);
      Files.move(moved, folder);
      append(queue, "kept");
      assertThat(takeAll(queue)).containsExactly("kept");
    }
  }

  @Test
  void anInterruptedThreadStillTells() throws Exception {
    try (DiskQueue queue = open()) {
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
    try (DiskQueue queue = DiskQueue.open(folder, limits, clock, this::count)) {
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
    assertThat(dropped).isEmpty();
  }

  @Test
  void aFileThatIsDeletedByHandHoldsUpNothing() throws Exception {
    try (DiskQueue queue = open()) {
      appendMany(queue, 300);
      assertThat(segments()).hasSizeGreaterThan(2);
      Files.delete(segments().get(1));
      List<String> taken = takeAll(queue);
      assertThat(taken).startsWith("0").endsWith("299").hasSizeLessThan(300);
      queue.rewind();
      assertThat(takeAll(queue)).isEqualTo(taken);
      assertThat(dropped).containsExactly(Map.entry(DropReason.CORRUPT, 300L - taken.size()));
    }
  }

  @Test
  void afterTheNewestFileWasDeletedByHandAnotherIsBegun() throws Exception {
    try (DiskQueue queue = open()) {
      append(queue, "a", "b");
      Files.delete(segments().get(0));
      assertThat(takeAll(queue)).isEmpty();
      append(queue, "c");
      acknowledge(queue, 1);
      append(queue, "d");
      assertThat(takeAll(queue)).containsExactly("d");
    }
    try (DiskQueue queue = open()) {
      assertThat(takeAll(queue)).containsExactly("d");
    }
    assertThat(dropped).containsExactly(Map.entry(DropReason.CORRUPT, 2L));
  }

  @Test
  void aFileThatCannotBeReadFurtherHoldsUpNothing() throws Exception {
    try (DiskQueue queue = open()) {
      appendMany(queue, 300);
      try (var file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
        file.setLength(0);
      }
      List<String> taken = takeAll(queue);
      assertThat(taken).endsWith("299").hasSizeBetween(100, 299);
      assertThat(dropped).containsExactly(Map.entry(DropReason.CORRUPT, 300L - taken.size()));
    }
  }

  @Test
  void aQueueOfAnotherVersionIsLeftAlone() throws Exception {
    Files.createFile(folder.resolve("00000000000000000001.v2"));
    assertThatThrownBy(this::open).hasMessageContaining("another version");
  }

  private DiskQueue open() throws IOException {
    return DiskQueue.open(folder, SMALL, clock, this::count);
  }

  private void count(DropReason reason, long count) {
    dropped.merge(reason, count, Long::sum);
  }

  private static void append(DiskQueue queue, String... values) throws IOException {
    for (String value : values) {
      queue.append(new byte[0], value.getBytes(UTF_8), Instant.EPOCH);
    }
  }

  /** Of 1000 bytes each, about. */
  private static void appendMany(DiskQueue queue, int count) throws IOException {
    var padding = new byte[960];
    for (int i = 0; i < count; i++) {
      queue.append(padding, Integer.toString(i).getBytes(UTF_8), Instant.EPOCH);
    }
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static void acknowledge(DiskQueue queue, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      queue.acknowledge(takeOne(queue));
    }
  }

  private static StoredRecord takeOne(DiskQueue queue) throws Exception {
    return Objects.requireNonNull(queue.take(Duration.ofSeconds(30)));
  }

  private static List<String> takeAll(DiskQueue queue) throws Exception {
    var values = new ArrayList<String>();
    for (StoredRecord each = queue.take(Duration.ZERO);
        each != null;
        each = queue.take(Duration.ZERO)) {
      values.add(new String(each.value(), UTF_8));
    }
    return values;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".v1")).sorted().toList();
    }
  }

  private long sizeOnDisk() throws IOException {
    long size = 0;
    for (Path each : segments()) {
      size += Files.size(each);
    }
    return size;
  }
}
