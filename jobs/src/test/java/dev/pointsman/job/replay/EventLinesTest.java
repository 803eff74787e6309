package dev.pointsman.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.pointsman.job.alerting.RawEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLinesTest {

  private static final byte[] TEXT = "one\n\ntwo\n \nthree".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  /** What writes a compressed file. */
  private interface Compression {
    OutputStream to(OutputStream file) throws IOException;
  }

  @Test
  void aFileIsReadAsItsNameSaysThatItIsCompressed() throws IOException {
    for (Path file : List.of(file("plain", TEXT), gz(TEXT), zst(TEXT))) {
      assertThat(batches(file)).hasSize(1);
      assertThat(batches(file).get(0))
          .extracting(each -> each.source() + ":" + each.offset() + ":" + text(each))
          .containsExactly(
              file.getFileName() + ":1:one",
              file.getFileName() + ":3:two",
              file.getFileName() + ":5:three");
    }
  }

  @Test
  void filesThatWereCompressedOneByOneAndJoinedAreReadAsOne() throws IOException {
    for (Path file : List.of(gz(TEXT), zst(TEXT))) {
      byte[] once = Files.readAllBytes(file);
      byte[] twice = Arrays.copyOf(once, 2 * once.length);
      System.arraycopy(once, 0, twice, once.length, once.length);
      Files.write(file, twice);
      assertThat(batches(file).get(0))
          .extracting(EventLinesTest::text)
          .containsExactly("one", "two", "threeone", "two", "three");
    }
  }

  @Test
  void aCompressedFileThatIsCutOffIsNotTakenForAWholeOne() throws IOException {
    for (Path file : List.of(gz(TEXT), zst(TEXT))) {
      cutOff(file);
      assertThatThrownBy(() -> batches(file))
          .isInstanceOf(IOException.class)
          .hasMessage(file.getFileName() + ", after line 4: the compressed file ends too early");
    }
  }

  @Test
  void aFileThatIsNotCompressedAsItsNameSaysIsNamed() throws IOException {
    Path gz = file("text.gz", TEXT);
    assertThatThrownBy(() -> batches(gz)).hasMessage("text.gz: Not in GZIP format");
    Path empty = file("empty.gz", new byte[0]);
    assertThatThrownBy(() -> batches(empty))
        .hasMessage("empty.gz: the compressed file ends too early");
    Path zst = file("text.zst", TEXT);
    assertThatThrownBy(() -> batches(zst)).hasMessage("text.zst: Unknown frame descriptor");
  }

  @Test
  void aBatchIsNoLongerHoweverWellTheFileIsCompressed() throws IOException {
    byte[] line = ("x".repeat(999) + "\n").getBytes(StandardCharsets.UTF_8);
    var text = new ByteArrayOutputStream();
    for (int i = 0; i < 3000; i++) {
      text.write(line);
    }
    for (Path file :
        List.of(
            file("plain", text.toByteArray()), gz(text.toByteArray()), zst(text.toByteArray()))) {
      assertThat(batches(file))
          .hasSize(3)
          .allMatch(batch -> batch.size() <= EventLines.BATCH_BYTES / 999 + 1);
      assertThat(batches(file).stream().mapToInt(List::size).sum()).isEqualTo(3000);
    }
  }

  private Path gz(byte[] text) throws IOException {
    return compressed("compressed.gz", text, GZIPOutputStream::new);
  }

  private Path zst(byte[] text) throws IOException {
    return compressed("compressed.zst", text, ZstdOutputStreamNoFinalizer::new);
  }

  private Path compressed(String name, byte[] text, Compression compression) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = compression.to(bytes)) {
      out.write(text);
    }
    return file(name, bytes.toByteArray());
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static Path cutOff(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    return Files.write(file, Arrays.copyOf(whole, whole.length - 3));
  }

  private static List<List<RawEvent>> batches(Path file) throws IOException {
    var path = org.apache.flink.core.fs.Path.fromLocalFile(file.toFile());
    var split = new FileSourceSplit("only", path, 0, Files.size(file), 0, Files.size(file));
    var batches = new ArrayList<List<RawEvent>>();
    try (var reader = new EventLines().createReader(new Configuration(), split)) {
      for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
        var events = new ArrayList<RawEvent>();
        for (var each = batch.next(); each != null; each = batch.next()) {
          events.add(each.getRecord());
        }
        batches.add(events);
      }
    }
    return batches;
  }

  private static String text(RawEvent event) {
    return new String(event.value(), StandardCharsets.UTF_8);
  }
}
