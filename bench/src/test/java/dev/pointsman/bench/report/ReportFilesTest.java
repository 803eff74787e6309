package dev.pointsman.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

  private static final Machine MACHINE = new Machine(1, "", 1, 1, "", List.of(), "", "");
  private static final Setup SETUP =
      new Setup("ours", Setup.Kind.POINTSMAN, null, 1, 1, 1, 1, "heap", null);
  private static final Report REPORT =
      new Report(
          "",
          MACHINE,
          null,
          List.of(new CandidateResult(SETUP, List.of(new Round(1, 1, true, 1, 1, 1)), null)),
          List.of(new LatencyResult("ours", 0, 0, 200, 10, 20, 30, 40)),
          null,
          List.of(),
          List.of(),
          Map.of());

  @TempDir private Path folder;

  private ReportFiles files(@Nullable String json, @Nullable String html) {
    return new ReportFiles(
        json == null ? null : folder.resolve(json), html == null ? null : folder.resolve(html));
  }

  @Test
  void aPageHasThePlotsOfAllThatWasMeasuredBesideIt() throws IOException {
    assertThat(files("bench.json", "bench.html").write(REPORT)).isEmpty();
    try (var written = Files.list(folder)) {
      assertThat(written.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("bench.json", "bench.html", "bench.png", "bench-latency.png");
    }
    assertThat(folder.resolve("bench.html")).content().containsPattern("(?s)image/png.*image/png");
  }

  @Test
  void oneThatCannotBeWrittenIsNamedAndKeepsNoOtherFromBeingWritten() throws IOException {
    Files.createDirectory(folder.resolve("bench.json"));
    Files.createDirectory(folder.resolve("bench.png"));
    assertThat(files("bench.json", "bench.html").write(REPORT))
        .containsExactly(
            folder.resolve("bench.json") + " is a folder",
            folder.resolve("bench.png") + " is a folder");
    assertThat(folder.resolve("bench.html")).isNotEmptyFile();
    assertThat(folder.resolve("bench-latency.png")).isNotEmptyFile();
  }

  @Test
  void whatMayBeWrittenIsLeftAsItIsBefore() throws IOException {
    Path kept = Files.writeString(folder.resolve("bench.json"), "before");
    files("bench.json", "bench.html").requireWritable();
    assertThat(kept).hasContent("before");
    assertThat(folder.resolve("bench.html")).doesNotExist();
  }

  @Test
  void aFolderInItsPlaceIsRefusedThatOfAPlotToo() throws IOException {
    Files.createDirectory(folder.resolve("bench-latency.png"));
    assertThatThrownBy(() -> files("", null).requireWritable())
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> files(null, "bench.html").requireWritable())
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("bench-latency.png");
  }

  @Test
  void aFolderThatIsMissingIsRefused() {
    assertThatThrownBy(() -> files("none/bench.json", null).requireWritable())
        .isInstanceOf(NotDirectoryException.class)
        .hasMessageEndingWith("none");
  }

  @Test
  void whereNobodyMayWriteIsRefused() {
    // Of the kernel's own, where not even root makes a file.
    var files = new ReportFiles(Path.of("/proc/bench.json"), null);
    assumeTrue(Files.isDirectory(Path.of("/proc")));
    assertThatThrownBy(files::requireWritable).isInstanceOf(FileSystemException.class);
  }

  @Test
  void twoThatAreOneAreKnown() {
    assertThat(files("bench.html", "bench.html").overlap()).isTrue();
    assertThat(files("bench.png", "bench.html").overlap()).isTrue();
    assertThat(files(null, "bench.png").overlap()).isTrue();
    assertThat(files("bench.json", "bench.html").overlap()).isFalse();
  }
}
