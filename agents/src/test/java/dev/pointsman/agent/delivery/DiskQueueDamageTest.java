package dev.pointsman.agent.delivery;

import static dev.pointsman.agent.delivery.TestingQueue.acknowledge;
import static dev.pointsman.agent.delivery.TestingQueue.append;
import static dev.pointsman.agent.delivery.TestingQueue.appendMany;
import static dev.pointsman.agent.delivery.TestingQueue.takeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a queue makes of files that somebody deleted, cut or spoiled. */
class DiskQueueDamageTest {

  @TempDir private Path folder;
  private TestingQueue stored;

  @BeforeEach
  void setFolder() {
    stored = new TestingQueue(folder);
  }

  @Test
  void aRecordThatIsNotWholeIsCutOffWhereverItEnds() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "one", "two");
    }
    long whole = Files.size(stored.segments().get(0));
    try (DiskQueue queue = stored.open()) {
      append(queue, "torn");
    }
    byte[] all = Files.readAllBytes(stored.segments().get(0));
    for (int length = (int) whole; length < all.length; length++) {
      Files.write(stored.segments().get(0), Arrays.copyOf(all, length));
      try (DiskQueue queue = stored.open()) {
        assertThat(takeAll(queue)).as("cut at %d", length).containsExactly("one", "two");
        append(queue, "next");
        assertThat(takeAll(queue)).containsExactly("next");
      }
    }
    assertThat(stored.dropped()).isEmpty();
  }

  @Test
  void whereTheNextFileCannotBeOpenedTheLastOneGoesOn() throws Exception {
    try (DiskQueue queue = stored.open()) {
      long records = 0;
      while (stored.sizeOnDisk() < TestingQueue.SMALL.segmentBytes()) {
        appendMany(queue, 1);
        records++;
      }
      var inTheWay = new ArrayList<Path>();
      for (long next = records + 1; next <= records + 10; next++) {
        Path name = folder.resolve(String.format(Locale.ROOT, "%020d.v1", next));
        inTheWay.add(Files.createDirectory(name));
      }
      appendMany(queue, 10);
      for (Path each : inTheWay) {
        Files.delete(each);
      }
      assertThat(stored.segments()).hasSize(1);
      appendMany(queue, 1);
      assertThat(stored.segments()).hasSize(2);
      assertThat(takeAll(queue)).hasSize((int) records + 11);
    }
    assertThat(stored.dropped()).isEmpty();
  }

  @Test
  void whatIsCorruptInTheMiddleIsCountedAndPassedOver() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "one", "two", "three", "four");
    }
    Path file = stored.segments().get(0);
    byte[] all = Files.readAllBytes(file);
    int recordLength = (all.length - "onetwothreefour".length()) / 4;
    int two = recordLength + "one".length();
    int four = all.length - recordLength - "four".length();
    for (int at = two; at < two + recordLength + "two".length(); at++) {
      byte[] corrupt = all.clone();
      corrupt[at] ^= 0x55;
      Files.write(file, corrupt);
      stored.dropped().clear();
      try (DiskQueue queue = stored.open()) {
        assertThat(takeAll(queue)).as("corrupt at %d", at).containsExactly("one", "three", "four");
        queue.rewind();
        takeAll(queue);
        assertThat(stored.dropped())
            .as("corrupt at %d", at)
            .containsExactly(Map.entry(DropReason.CORRUPT, 1L));
      }
    }
    // Two in a row, as where a block of the disk is lost.
    byte[] corrupt = all.clone();
    Arrays.fill(corrupt, two, four, (byte) 0);
    Files.write(file, corrupt);
    stored.dropped().clear();
    try (DiskQueue queue = stored.open()) {
      assertThat(takeAll(queue)).containsExactly("one", "four");
      assertThat(stored.dropped()).containsExactly(Map.entry(DropReason.CORRUPT, 2L));
    }
  }

  @Test
  void aLostPositionOnlyRepeats() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "a", "b");
      acknowledge(queue, 1);
    }
    Files.write(folder.resolve("position"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    try (DiskQueue queue = stored.open()) {
      assertThat(takeAll(queue)).containsExactly("a", "b");
    }
  }

  @Test
  void nothingIsTakenForAcknowledgedAfterATailWasLost() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "a", "b", "c");
      acknowledge(queue, 3);
    }
    try (var file = new RandomAccessFile(stored.segments().get(0).toFile(), "rw")) {
      file.setLength(10); // the machine ended before the disk had it
    }
    try (DiskQueue queue = stored.open()) {
      append(queue, "d");
      assertThat(takeAll(queue)).containsExactly("d");
    }
    assertThat(stored.dropped()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenLosesOnlyWhatCameMeanwhile() throws Exception {
    try (DiskQueue queue = stored.open()) {
      Path moved = folder.resolveSibling(folder.getFileName() + ".gone");
      Files.move(folder, moved);
      assertThatThrownBy(() -> append(queue, "lost")).isInstanceOf(IOException.class);
      Files.move(moved, folder);
      append(queue, "kept");
      assertThat(takeAll(queue)).containsExactly("kept");
    }
  }

  @Test
  void aFileThatIsDeletedByHandHoldsUpNothing() throws Exception {
    try (DiskQueue queue = stored.open()) {
      appendMany(queue, 300);
      assertThat(stored.segments()).hasSizeGreaterThan(2);
      Files.delete(stored.segments().get(1));
      List<String> taken = takeAll(queue);
      assertThat(taken).startsWith("0").endsWith("299").hasSizeLessThan(300);
      queue.rewind();
      assertThat(takeAll(queue)).isEqualTo(taken);
      assertThat(stored.dropped())
          .containsExactly(Map.entry(DropReason.CORRUPT, 300L - taken.size()));
    }
  }

  @Test
  void afterTheNewestFileWasDeletedByHandAnotherIsBegun() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "a", "b");
      Files.delete(stored.segments().get(0));
      assertThat(takeAll(queue)).isEmpty();
      append(queue, "c");
      acknowledge(queue, 1);
      append(queue, "d");
      assertThat(takeAll(queue)).containsExactly("d");
    }
    try (DiskQueue queue = stored.open()) {
      assertThat(takeAll(queue)).containsExactly("d");
    }
    assertThat(stored.dropped()).containsExactly(Map.entry(DropReason.CORRUPT, 2L));
  }

  @Test
  void aFileThatCannotBeReadFurtherHoldsUpNothing() throws Exception {
    try (DiskQueue queue = stored.open()) {
      appendMany(queue, 300);
      try (var file = new RandomAccessFile(stored.segments().get(0).toFile(), "rw")) {
        file.setLength(0);
      }
      List<String> taken = takeAll(queue);
      assertThat(taken).endsWith("299").hasSizeBetween(100, 299);
      assertThat(stored.dropped())
          .containsExactly(Map.entry(DropReason.CORRUPT, 300L - taken.size()));
    }
  }

  @Test
  void aQueueOfAnotherVersionIsLeftAlone() throws Exception {
    Files.createFile(folder.resolve("00000000000000000001.v2"));
    assertThatThrownBy(stored::open).hasMessageContaining("another version");
  }

  @Test
  void aFolderThatIsDeletedIsMadeAnewWithTheNextFlush() throws Exception {
    try (DiskQueue queue = stored.open()) {
      append(queue, "sent", "gone");
      acknowledge(queue, 1);
      queue.flush();
      for (Path each : stored.files()) {
        Files.delete(each);
      }
      Files.delete(folder);
      queue.flush();
      append(queue, "kept");
      queue.flush();
    }
    try (DiskQueue queue = stored.open()) {
      assertThat(takeAll(queue)).containsExactly("kept");
    }
  }
}
