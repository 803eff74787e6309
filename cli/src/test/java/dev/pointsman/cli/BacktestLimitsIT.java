package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backtests of which more comes than there is memory or room for. */
class BacktestLimitsIT {

  private static final long START = 1_763_700_000_000L;
  private static final int EVENTS = 40_000;
  private static final int ROOMS = 4;

  /** What a process ends with that SIGTERM ends. */
  private static final int TERMINATED = 143;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path temporary;

  @BeforeEach
  void makeFolder() throws IOException {
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @Test
  void moreTransitionsThanFitInTheHeapComeInTheirOrder() throws Exception {
    Path out = folder.resolve("transitions.ndjson");
    try (var process =
        PointsmanProcess.start("-Xmx160m", backtest(events(), "--out", out.toString()))) {
      assertThat(process.exitCode()).as(process::output).isZero();
      assertThat(process.output()).contains("40000 events, 40000 transitions");
    }
    assertThat(Files.size(out)).isGreaterThan(300L << 20);
    assertThatAllAreThereInOrder(out);
    assertThat(temporary).isEmptyDirectory();
  }

  /** Every reading is a transition; the rooms take turns, and time goes on with each round. */
  private static void assertThatAllAreThereInOrder(Path out) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(out)) {
      for (int i = 0; i < EVENTS; i++) {
        JsonNode each = JSON.readTree(lines.readLine());
        assertThat(each.get("at").asLong()).isEqualTo(START + i / ROOMS * 1000L);
        assertThat(each.at("/labels/room").asText()).isEqualTo("r" + i % ROOMS);
        assertThat(each.get("state").asText())
            .isEqualTo(i / ROOMS % 2 == 0 ? "firing" : "resolved");
      }
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void aBacktestThatFailsLeavesNothing() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.ndjson.gz"), "{}\n");
    Ran ran = Ran.pointsman(backtest(broken).toArray(String[]::new));
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().strip())
        .isEqualTo("pointsman: Flink stopped: broken.ndjson.gz: Not in GZIP format");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void aTemporaryFolderThatIsNotThereIsRefusedBeforeTheRun() throws Exception {
    Files.delete(temporary);
    Ran ran = Ran.pointsman(backtest(events()).toArray(String[]::new));
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().strip()).isEqualTo("pointsman: no such folder: " + temporary);
  }

  @Test
  void whoStopsItFindsNothingLeft() throws Exception {
    Path endless = folder.resolve("endless.ndjson"); // a hole, which takes no room
    try (var file = new RandomAccessFile(endless.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    try (var process = PointsmanProcess.start(backtest(endless))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> assertThat(temporary).isDirectoryRecursivelyContaining("glob:**/runs"));
      process.terminate();
      assertThat(process.exitCode()).isEqualTo(TERMINATED);
    }
    assertThat(temporary).isEmptyDirectory();
  }

  private List<String> backtest(Path events, String... options) throws IOException {
    var line = new ArrayList<>(List.of("backtest", "--rules", rules().toString()));
    line.addAll(List.of("--events", events.toString(), "--temp", temporary.toString()));
    line.addAll(List.of(options));
    return line;
  }

  private Path rules() throws IOException {
    return Files.writeString(
        folder.resolve("rules.yaml"),
        """
        alerts:
          - name: hot
            conditions: [{metric: heat, threshold: 10, window: 1m}]
            annotations: {summary: "%s"}
        """
            .formatted("hot ".repeat(2000)));
  }

  private Path events() throws IOException {
    Path file = folder.resolve("events.ndjson");
    try (var writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < EVENTS; i++) {
        writer.write(
            "{\"metric\":\"heat\",\"labels\":{\"room\":\"r%d\"},\"value\":%d,\"timestamp\":%d}\n"
                .formatted(i % ROOMS, i / ROOMS % 2 == 0 ? 11 : 9, START + i / ROOMS * 1000L));
      }
    }
    return file;
  }
}
