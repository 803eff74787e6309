package dev.pointsman.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlinkIT {

  private final Path folder;
  private final Path checkpoints;

  EmbeddedFlinkIT(@TempDir Path parent) {
    folder = parent.resolve("data");
    checkpoints = folder.resolve("checkpoints/counting");
  }

  @Test
  void goesOnFromItsLastCheckpointAfterAKill() throws Exception {
    Path before = folder.resolveSibling("before");
    Path after = folder.resolveSibling("after");
    try (var child = ChildProcess.start(FlinkMain.class, folder.toString(), before.toString())) {
      child.awaitLine("running");
      await().until(() -> !completed().isEmpty() && CountingJob.lines(before).size() > 10);
      child.kill();
    }
    try (var child = ChildProcess.start(FlinkMain.class, folder.toString(), after.toString())) {
      child.awaitLine("running");
      await().until(() -> CountingJob.lines(after).size() > 10);
      child.kill();
    }
    assertThat(CountingJob.lines(after)).allSatisfy(EmbeddedFlinkIT::countsEachNumberOnce);
    assertThat(firstNumber(after))
        .isBetween(1L, firstNumber(before) + CountingJob.lines(before).size());
  }

  @Test
  void fallsBackToTheCheckpointBeforeWhenTheNewestIsDamaged() throws Exception {
    runUntilCheckpoints(folder.resolveSibling("before"), 2);
    Files.writeString(completed().get(0).resolve("_metadata"), "damaged");

    Path after = folder.resolveSibling("after");
    runUntilCheckpoints(after, 1);
    assertThat(firstNumber(after)).isPositive();
    assertThat(CountingJob.lines(after)).allSatisfy(EmbeddedFlinkIT::countsEachNumberOnce);
  }

  @Test
  void doesNotStartFromNothingWhenNoCheckpointCanBeRead() throws Exception {
    runUntilCheckpoints(folder.resolveSibling("before"), 2);
    for (Path checkpoint : completed()) {
      Files.writeString(checkpoint.resolve("_metadata"), "damaged");
    }
    assertThatThrownBy(() -> runUntilCheckpoints(folder.resolveSibling("after"), 1))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("can be read")
        .hasMessageContaining(checkpoints.toString());
  }

  @Test
  void deletesTheCheckpointsOfEarlierRunsOnceItHasItsOwn() throws Exception {
    runUntilCheckpoints(folder.resolveSibling("first"), 1);
    Path earlier = runs().get(0);
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedFlink flink = EmbeddedFlink.start(FlinkMain.settings(data))) {
      flink.submit(new CountingJob(folder.resolveSibling("second")));
      await().until(() -> !Files.exists(earlier));
      assertThat(runs()).hasSize(1);
      assertThat(completed()).isNotEmpty();
    }
  }

  @Test
  void showsAPageAndMetricsOnLoopback() throws Exception {
    try (DataFolder data = DataFolder.open(folder)) {
      FlinkSettings base = FlinkMain.settings(data);
      LoopbackPort metrics = LoopbackPort.claim(0, "the metrics", "--metrics-port");
      var settings =
          new FlinkSettings(
              base.checkpoints(),
              base.temporary(),
              base.web(),
              metrics,
              Path.of("target", "plugins").toAbsolutePath(),
              1,
              1,
              base.checkpointInterval());
      try (EmbeddedFlink flink = EmbeddedFlink.start(settings)) {
        flink.submit(new CountingJob(folder.resolveSibling("counts")));
        assertThat(get(flink.webAddress() + "/")).contains("Apache Flink");
        assertThat(get(flink.webAddress() + "/jobs/overview")).contains("counting", "RUNNING");
        await()
            .untilAsserted(
                () ->
                    assertThat(get("http://" + metrics.address() + "/metrics"))
                        .contains("flink_taskmanager_job_task_operator_numRecordsIn"));
      }
    }
  }

  private void runUntilCheckpoints(Path output, int count) throws Exception {
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedFlink flink = EmbeddedFlink.start(FlinkMain.settings(data))) {
      long before = newestNumber();
      flink.submit(new CountingJob(output));
      // The newest on disk may not be complete yet, and go when the job is cancelled.
      await().until(() -> CountingJob.lines(output).size() > 10 && newestNumber() > before + count);
    }
  }

  private long newestNumber() throws IOException {
    List<Path> completed = completed();
    return completed.isEmpty() ? 0 : number(completed.get(0));
  }

  private List<Path> runs() throws IOException {
    try (Stream<Path> runs = Files.list(checkpoints)) {
      return runs.toList();
    }
  }

  /** Newest first. */
  private List<Path> completed() throws IOException {
    if (!Files.exists(checkpoints)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .sorted(Comparator.comparing(EmbeddedFlinkIT::number).reversed())
          .toList();
    } catch (UncheckedIOException e) {
      return List.of(); // a checkpoint was deleted while we looked: look again
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  private static void countsEachNumberOnce(String line) {
    String[] parts = line.split(" ", 2);
    assertThat(Long.parseLong(parts[1])).isEqualTo(Long.parseLong(parts[0]) + 1);
  }

  private static long firstNumber(Path output) throws IOException {
    return Long.parseLong(CountingJob.lines(output).get(0).split(" ", 2)[0]);
  }

  private static String get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(5)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
