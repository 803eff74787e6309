package dev.pointsman.bench.latency;

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
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration GAP = Duration.ofMillis(50);

  @TempDir private Path folder;

  private void pagesOnceForEachTrial(Watcher watcher, int eventsPerSecond) throws Exception {
    try (Scene scene = Scene.open(TRIALS);
        Watching watching = watcher.start(scene, folder)) {
      Latency.awaitWell(scene.trials());
      // Where a check takes longer than a second, its trial has no time; the page comes all the
      // same.
      assertThat(Latency.play(scene.trials(), GAP)).allMatch(nanos -> nanos > 0);
      assertThat(scene.trials()).extracting(Trial::pages).containsOnly(1);
      await().atMost(PATIENCE).until(() -> watching.eventsBeside() >= eventsPerSecond);
    }
  }

  @Test
  void pointsmanPagesOnceForEachTrialAndIsToldOthersBeside() throws Exception {
    pagesOnceForEachTrial(new PointsmanWatcher(500), 500);
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
    pagesOnceForEachTrial(PrometheusWatcher.FAST, 0);
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
    assertThat(progress.toString()).contains("FAILED", "latency: works");
  }
}
