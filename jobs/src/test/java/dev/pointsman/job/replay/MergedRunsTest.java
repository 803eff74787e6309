package dev.pointsman.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedRunsTest {

  private static final int LINES = 1000;

  @TempDir private Path folder;

  private static Line line(long at, String alert, int number) {
    return new Line(at, alert, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Line line) {
    return line.at() + line.alert() + new String(line.json(), StandardCharsets.UTF_8);
  }

  /** Few times and alerts, so that many are equal; an alert's lines all come from one writer. */
  private List<Line> write(int runBytes) throws IOException {
    var random = new Random(1);
    var written = new ArrayList<Line>();
    for (int subtask = 0; subtask < 2; subtask++) {
      var writer = new SortedRuns.Writer(folder, subtask, runBytes);
      for (int i = 0; i < LINES; i++) {
        Line line = line(random.nextInt(20), (subtask == 0 ? "a" : "b") + random.nextInt(3), i);
        writer.add(line);
        written.add(line);
      }
      writer.flush(true);
      writer.close();
    }
    return written;
  }

  private List<String> merged(int atOnce) throws IOException {
    var merged = new ArrayList<String>();
    try (MergedRuns runs = MergedRuns.in(folder, atOnce)) {
      for (Line line = runs.next(); line != null; line = runs.next()) {
        merged.add(text(line));
      }
    }
    return merged;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500, 3_000, 1_000_000})
  void theRunsComeTogetherInOrderAndWhatIsEqualAsItCame(int runBytes) throws IOException {
    List<Line> written = write(runBytes);
    written.sort(null); // which keeps what is equal in order

    assertThat(merged(7)).isEqualTo(written.stream().map(MergedRunsTest::text).toList());
  }

  @Test
  void noMoreFilesThanAreReadAtOnceAreLeftToTheLastMerge() throws IOException {
    write(500);
    assertThat(folder.toFile().list()).hasSizeGreaterThan(49);
    try (MergedRuns runs = MergedRuns.in(folder, 7)) {
      assertThat(runs.next()).isNotNull();
      assertThat(folder.toFile().list()).hasSizeLessThanOrEqualTo(7);
    }
  }

  @Test
  void whereNothingWasToldThereIsNoLine() throws IOException {
    new SortedRuns.Writer(folder, 0, 100).flush(true);
    assertThat(merged(2)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Path gone = folder.resolve("gone");
    var writer = new SortedRuns.Writer(gone, 0, 1);
    assertThatThrownBy(() -> writer.add(line(1, "a", 1)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the transitions cannot be sorted in " + gone + ": ");
  }

  @Test
  void aRunThatIsCutShortIsAnErrorAndNotAnEnd() throws IOException {
    write(1_000_000);
    Path run = folder.resolve("run-000-00000000");
    byte[] whole = Files.readAllBytes(run);
    Files.write(run, java.util.Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> merged(7))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the transitions cannot be sorted in " + folder);
  }
}
