package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.Transition;
import dev.pointsman.job.alerting.JudgeHarness.Backend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the groups' state costs, how it moves, and what is told of it. */
@ParameterizedClass
@EnumSource(Backend.class)
class JudgeStateHarnessTest {

  private static final int GROUPS = 40;
  private static final String REGION_FAILOVER =
      "{name: region_failover, conditions: [{metric: health_check, threshold: 3, window: 5m}]}";

  private final Backend backend;

  JudgeStateHarnessTest(Backend backend) {
    this.backend = backend;
  }

  @Test
  void everyGroupIsKeptWhenTheParallelismChanges() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    List<JudgeHarness> subtasks = List.of(JudgeHarness.start(backend, rules));
    downEverywhere(subtasks, 0);
    subtasks = JudgeHarness.rescale(backend, rules, subtasks, 2);
    downEverywhere(subtasks, 30);
    subtasks = JudgeHarness.rescale(backend, rules, subtasks, 3);

    assertThat(subtasks)
        .extracting(each -> (long) each.metrics().gauge("groups"))
        .doesNotContain(0L)
        .satisfies(groups -> assertThat(sum(groups)).isEqualTo(GROUPS));
    assertThat(downEverywhere(subtasks, 60))
        .hasSize(GROUPS)
        .allSatisfy(each -> assertThat(each.value()).isEqualTo(3.0))
        .extracting(each -> each.labels().get("region"))
        .doesNotHaveDuplicates();

    subtasks = JudgeHarness.rescale(backend, rules, subtasks, 1);
    rules.remove("region_failover");
    subtasks.get(0).runMails();
    assertThat(subtasks.get(0).transitions()).hasSize(GROUPS);
    subtasks.get(0).close();
  }

  private static List<Transition> downEverywhere(List<JudgeHarness> subtasks, long second)
      throws Exception {
    var all = new ArrayList<Transition>();
    for (JudgeHarness subtask : subtasks) {
      for (int group = 0; group < GROUPS; group++) {
        subtask.check("region-" + group, second, true);
      }
      all.addAll(subtask.transitions());
    }
    return all;
  }

  private static long sum(List<? extends Long> groups) {
    return groups.stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void aGroupOfWhichNothingComesIsForgotten() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    try (var judge = JudgeHarness.start(backend, rules)) {
      judge.down(0);
      judge.down(1);
      judge.clock(JudgeHarness.GROUP_TTL.toSeconds() + 1);
      judge.down(2);
      judge.down(3);
      assertThat(judge.says()).isEmpty();
      judge.down(4);
      assertThat(judge.says()).containsExactly("firing@4");
    }
  }

  @Test
  void anOpenAlertIsNotForgottenWithItsGroup() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    try (var judge = JudgeHarness.start(backend, rules)) {
      downThreeTimes(judge);
      assertThat(judge.says()).containsExactly("firing@2");
      long later = JudgeHarness.GROUP_TTL.toSeconds() + 100;
      judge.clock(later);

      judge.up(later);

      assertThat(judge.transitions())
          .singleElement()
          .satisfies(
              resolved -> assertThat(resolved.startsAt()).isEqualTo(JudgeHarness.START + 2000));
    }
  }

  @Test
  void whatIsTakenInIsCountedByWhatBecameOfIt() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    try (var judge = JudgeHarness.start(backend, rules)) {
      judge.clock(2);
      judge.down(0);
      judge.down(0);
      judge.down(1);
      judge.down(1000);
      judge.down(700);
      judge.check("us-east-1", 1000, false);

      var metrics = judge.metrics();
      assertThat(metrics.counter("readingsTakenIn")).isEqualTo(4);
      assertThat(metrics.counter("readingsDuplicate")).isEqualTo(1);
      assertThat(metrics.counter("readingsLate")).isEqualTo(1);
      assertThat(metrics.gauge("groups")).isEqualTo(2L);
    }
  }

  @Test
  void transitionsAreCountedByRuleAndStateAndTheirDelayIsMeasured() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    try (var judge = JudgeHarness.start(backend, rules)) {
      judge.clock(3);
      downThreeTimes(judge);
      judge.up(400);

      var metrics = judge.metrics();
      String labels = "{rule=region_failover, state=%s}";
      assertThat(metrics.counter("transitions" + labels.formatted("firing"))).isEqualTo(1);
      assertThat(metrics.counter("transitions" + labels.formatted("resolved"))).isEqualTo(1);
      assertThat(metrics.histogram("readingToTransitionMillis").getStatistics().getMax())
          .isEqualTo(1000);
    }
  }

  private static void downThreeTimes(JudgeHarness judge) throws Exception {
    judge.down(0);
    judge.down(1);
    judge.down(2);
  }
}
