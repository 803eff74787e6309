package dev.pointsman.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.bench.candidate.BenchCluster;
import dev.pointsman.bench.candidate.Candidate;
import dev.pointsman.bench.candidate.Floor;
import dev.pointsman.bench.candidate.JobCandidate;
import dev.pointsman.bench.candidate.Pointsman;
import dev.pointsman.bench.report.CandidateResult;
import dev.pointsman.bench.report.Round;
import dev.pointsman.bench.report.Setup;
import dev.pointsman.bench.report.StateCost;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a run measures what it says; how fast anything is, is no matter here. */
class ThroughputIT {

  private static final int SERIES = 1_000;
  private static final int EVENTS = 200_000;

  @TempDir private Path folder;

  private static Setup setup(String name) {
    return new Setup(name, Setup.Kind.POINTSMAN, null, 1, 1, SERIES, 1, BenchCluster.HEAP, null);
  }

  private static Candidate failing() {
    return new JobCandidate(
        setup("fails"),
        WatermarkStrategy.noWatermarks(),
        events ->
            events
                .filter(
                    raw -> {
                      throw new IllegalStateException("as it should");
                    })
                .sinkTo(new DiscardingSink<>()));
  }

  @Test
  void everyCandidateReadsInEveryRoundAndOneThatFailsIsLeftOut() throws Exception {
    Candidate ours = JobCandidate.of(setup("ours"), new Pointsman(Pointsman.BY_TARGET));
    Candidate inOutage =
        JobCandidate.of(setup("ours").failing(4), new Pointsman(Pointsman.BY_TARGET));
    var plan =
        new Plan(
            List.of(Floor.consumer(SERIES), failing(), Floor.together(SERIES), ours, inOutage),
            Set.of("ours"),
            2,
            Duration.ofSeconds(20),
            EVENTS);
    var progress = new StringWriter();
    var throughput = new Throughput(plan, new PrintWriter(progress));
    throughput.run(folder);

    List<CandidateResult> results = throughput.results();
    assertThat(throughput.failures()).containsOnlyKeys("fails");
    assertThat(results.stream().map(each -> each.setup().name()))
        .containsExactly(Floor.CONSUMER, Floor.TOGETHER, "ours", "ours, 1 in 4 fails");
    assertThat(throughput.failures().get("fails")).contains("as it should");
    for (CandidateResult each : results) {
      assertThat(each.rounds()).hasSize(2).allMatch(Round::complete);
      assertThat(each.rounds())
          .as("all but what came before the warm-up mark, which is one at least")
          .allMatch(round -> round.events() > 0 && round.events() < EVENTS);
      assertThat(each.cpuSecondsPerMillion()).isPositive();
      assertThat(each.allocatedBytesPerEvent()).isGreaterThan(100);
    }
    StateCost state = Objects.requireNonNull(results.get(2).state());
    assertThat(state.stateBytesPerGroupAndRule()).isBetween(20.0, 10_000.0);
    assertThat(state.checkpointBytes()).isGreaterThan(20 * SERIES);
    assertThat(state.recoveryMs()).isPositive();
    assertThat(progress.toString())
        .startsWith("starting Kafka and Flink")
        .contains(
            "recording 200,000 events of 1,000 series, 1 in 200 fails",
            "recording 200,000 events of 1,000 series, 1 in 4 fails",
            "round 2 of 2",
            "FAILED",
            "state: ours");
  }
}
