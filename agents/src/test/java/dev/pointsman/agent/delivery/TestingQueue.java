package dev.pointsman.agent.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pointsman.agent.TestingClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A folder with a small queue in it, and what the queue has dropped. */
final class TestingQueue {

  static final QueueLimits SMALL = new QueueLimits(1 << 20, Duration.ofHours(1));

  private final Path folder;
  private final TestingClock clock = new TestingClock();
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

  TestingQueue(Path folder) {
    this.folder = folder;
  }

  TestingClock clock() {
    return clock;
  }

  Map<DropReason, Long> dropped() {
    return dropped;
  }

  DiskQueue open() throws IOException {
    return open(SMALL);
  }

  DiskQueue open(QueueLimits limits) throws IOException {
    return DiskQueue.open(folder, limits, clock, this::count);
  }

  private void count(DropReason reason, long count) {
    dropped.merge(reason, count, Long::sum);
  }

  static void append(DiskQueue queue, String... values) throws IOException {
    for (String value : values) {
      queue.append(new byte[0], value.getBytes(UTF_8), Instant.EPOCH);
    }
  }

  /** Of 1000 bytes each, about. */
  static void appendMany(DiskQueue queue, int count) throws IOException {
    var padding = new byte[960];
    for (int i = 0; i < count; i++) {
      queue.append(padding, Integer.toString(i).getBytes(UTF_8), Instant.EPOCH);
    }
  }

  static void acknowledge(DiskQueue queue, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      queue.acknowledge(takeOne(queue));
    }
  }

  static StoredRecord takeOne(DiskQueue queue) throws Exception {
    return Objects.requireNonNull(queue.take(Duration.ofSeconds(30)));
  }

  static List<String> takeAll(DiskQueue queue) throws Exception {
    var values = new ArrayList<String>();
    for (StoredRecord each = queue.take(Duration.ZERO);
        each != null;
        each = queue.take(Duration.ZERO)) {
      values.add(new String(each.value(), UTF_8));
    }
    return values;
  }

  List<Path> segments() throws IOException {
    return files().stream().filter(each -> each.toString().endsWith(".v1")).toList();
  }

  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  long sizeOnDisk() throws IOException {
    long size = 0;
    for (Path each : segments()) {
      size += Files.size(each);
    }
    return size;
  }
}
