package dev.pointsman.bench.latency;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pointsman.bench.process.ServerProcess;
import dev.pointsman.bench.report.LatencyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That each way from a target to the pager is gone once for each trial; how fast is no matter. */
class LatencyIT {

  private static final int TRIALS = 4;
  private static final int LOOKS_AFTERWARDS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration GAP = Duration.ofMillis(50);

  @TempDir private Path folder;

  private static void pagesOnceForEachTrial(Scene scene) throws Exception {
    Latency.awaitWell(scene.trials());
    // Where a check takes longer than a second, its trial has no time; the page comes all the
    // same.
    assertThat(Latency.play(scene.trials(), GAP)).isNotEmpty().allMatch(nanos -> nanos > 0);
    // Each target is looked at again before the pages are counted: a second one would have come.
    Map<Trial, Integer> answers =
        scene.trials().stream().collect(toMap(each -> each, Trial::answers));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                scene.trials().stream()
                    .allMatch(
                        each ->
                            each.answers() - requireNonNull(answers.get(each)) > LOOKS_AFTERWARDS));
    assertThat(scene.trials()).extracting(Trial::pages).containsOnly(1);
  }

  @Test
  void pointsmanPagesOnceForEachTrialAndIsToldOthersBeside() throws Exception {
    try (Scene scene = Scene.open(TRIALS);
        Watching watching = new PointsmanWatcher(500).start(scene, folder)) {
      pagesOnceForEachTrial(scene);
      await().atMost(PATIENCE).until(() -> watching.eventsBeside() >= 500);
    }
  }

  @Test
  void prometheusPagesOnceForEachTrial() throws Exception {
    boolean installed;
    try {
      ServerProcess.program("prometheus-alertmanager");
      ServerProcess.program("prometheus-blackbox-exporter");
      ServerProcess.program("prometheus");
      installed = true;
    } catch (IOException e) {
      installed = false;
    }
    assumeTrue(installed || System.getenv("CI") != null, "Debian's Prometheus is not installed");
    try (Scene scene = Scene.open(TRIALS);
        Watching watching = PrometheusWatcher.FAST.start(scene, folder)) {
      pagesOnceForEachTrial(scene);
      assertThat(watching.eventsBeside()).isZero();
    }
  }

  @Test
  void aScenarioIsMeasuredAfterItsWarmUpAndOneThatFailsIsLeftOut() throws Exception {
    Watcher failing =
        (scene, own) -> {
          throw new IOException("as it should");
        };
    var progress = new StringWriter();
    var latency =
        new Latency(
            List.of(
                new Scenario("fails", failing, 0, 0, TRIALS, GAP),
                new Scenario("works", new TestingWatcher(), 0, 1, TRIALS, GAP)),
            new PrintWriter(progress));
    latency.run(folder);

    assertThat(latency.failures())
        .containsExactly(Map.entry("latency: fails, 0 events/s beside", "as it should"));
    assertThat(latency.results()).hasSize(1);
    LatencyResult works = latency.results().get(0);
    assertThat(works.name()).isEqualTo("works");
    assertThat(works.trials()).isEqualTo(TRIALS);
    assertThat(works.p50Ms()).isPositive().isLessThanOrEqualTo(works.p99Ms());
    assertThat(works.p99Ms()).isLessThanOrEqualTo(works.maxMs());
    assertThat(works.firstMs()).isPositive();
    assertThat(progress.toString()).contains("starting latency: fails", "FAILED", "latency: works");
  }
}
