package dev.pointsman.bench.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.bench.peer.BroadcastFork;
import dev.pointsman.bench.peer.ByHand;
import dev.pointsman.bench.peer.CepTimes;
import dev.pointsman.bench.peer.KeyedBroadcast;
import dev.pointsman.bench.peer.SharedHop;
import dev.pointsman.bench.peer.SlidingWindows;
import dev.pointsman.bench.peer.SqlHop;
import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.bench.recording.KafkaProcess;
import dev.pointsman.bench.recording.Recording;
import dev.pointsman.bench.report.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fast must be right: every candidate tells the same of the same recording. */
class DecidersIT {

  private static final int PARALLELISM = 2;
  private static final int TARGETS = 400;
  private static final int CHECKS_OF_EACH = 60;
  private static final List<CountRule> RULES = CountRule.rules(20, 5);

  @TempDir private static Path folder;
  private static KafkaProcess broker;
  private static BenchCluster cluster;
  private static Recording recording;
  private static Recording outage;

  @BeforeAll
  static void record() throws Exception {
    broker = KafkaProcess.start(folder);
    cluster = BenchCluster.start(PARALLELISM, folder);
    recording = recording(Fleet.WELL);
    outage = recording(4);
  }

  private static Recording recording(int failsOneIn) throws InterruptedException {
    var fleet = new Fleet(TARGETS, failsOneIn);
    return Recording.write(broker.kafka(), 3, fleet, TARGETS * CHECKS_OF_EACH);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    broker.close();
  }

  private static List<Decision> decisions(Decider decider, String backend) {
    return decisions(decider, backend, recording);
  }

  private static List<Decision> decisions(Decider decider, String backend, Recording from) {
    var setup = new Setup("it", Setup.Kind.PEER, null, 20, 5, TARGETS, 1, backend, null);
    TestingDecisions.begin();
    try (BenchCluster.Job job =
        cluster.submit(
            setup,
            false,
            env ->
                TestingDecisions.keep(
                    decider.decide(
                        CountedEvents.of(from, env, decider.watermarks(), true), RULES)))) {
      job.awaitEnd();
    }
    return new ArrayList<>(TestingDecisions.seen());
  }

  private static Set<String> everFailing(List<Decision> decisions) {
    var failing = new TreeSet<String>();
    decisions.stream()
        .filter(Decision::firing)
        .forEach(each -> failing.add(each.rule() + ' ' + each.group()));
    return failing;
  }

  /** Count by hand, window by window. */
  private static Set<String> expected() {
    Fleet fleet = recording.fleet();
    var failing = new TreeSet<String>();
    for (int target = 0; target < TARGETS; target++) {
      for (int n = 0; n < CHECKS_OF_EACH; n++) {
        int failures = 0;
        for (int each = Math.max(0, n - 29); each <= n; each++) {
          failures += fleet.isDown(target, each) ? 1 : 0;
        }
        for (CountRule rule : RULES) {
          int check = target % Fleet.CHECKS;
          if (failures >= rule.failures() && rule.checks().contains(Fleet.check(check))) {
            failing.add(rule.name() + ' ' + Fleet.target(target));
          }
        }
      }
    }
    return failing;
  }

  private static Pointsman pointsman() {
    return new Pointsman(Pointsman.BY_TARGET);
  }

  @Test
  void pointsmanTellsWhatCountingByHandTells() {
    assertThat(expected()).hasSizeGreaterThan(10);
    assertThat(everFailing(decisions(pointsman(), BenchCluster.HEAP))).isEqualTo(expected());
    assertThat(everFailing(decisions(pointsman(), BenchCluster.ROCKSDB))).isEqualTo(expected());
  }

  @Test
  void whoeverIsExactTellsTheSameTransitions() {
    for (Recording from : List.of(recording, outage)) {
      List<Decision> ours = decisions(pointsman(), BenchCluster.HEAP, from);
      assertThat(ours).anyMatch(each -> !each.firing());
      for (Decider each :
          List.of(
              new BroadcastFork(false),
              new BroadcastFork(true),
              new KeyedBroadcast(),
              new ByHand())) {
        assertThat(decisions(each, BenchCluster.HEAP, from))
            .as(each + " of " + from.topic())
            .containsExactlyInAnyOrderElementsOf(ours);
      }
    }
  }

  @Test
  void aPatternTellsTheSameTargets() {
    assertThat(everFailing(decisions(new CepTimes(), BenchCluster.HEAP))).isEqualTo(expected());
  }

  /** A window that ends between two readings may miss failures that are nearly a window apart. */
  private static void assertWindowsAgree(Set<String> found) {
    assertThat(expected()).containsAll(found);
    var missed = new HashSet<>(expected());
    missed.removeAll(found);
    assertThat(missed).hasSizeLessThan(expected().size() / 10);
  }

  @Test
  void slidingWindowsTellTheSameTargets() {
    List<Decision> both = decisions(new SlidingWindows(false), BenchCluster.HEAP);
    assertWindowsAgree(everFailing(both));
    assertThat(both).anyMatch(each -> !each.firing());
    assertWindowsAgree(everFailing(decisions(new SlidingWindows(true), BenchCluster.HEAP)));
  }

  @Test
  void sqlTellsTheSameTargets() {
    List<Decision> both = decisions(new SqlHop(false), BenchCluster.HEAP);
    assertWindowsAgree(everFailing(both));
    assertThat(both).anyMatch(each -> !each.firing());
    assertWindowsAgree(everFailing(decisions(new SqlHop(true), BenchCluster.HEAP)));
    List<Decision> shared = decisions(new SharedHop(), BenchCluster.HEAP);
    assertThat(shared).containsExactlyInAnyOrderElementsOf(both);
  }
}
