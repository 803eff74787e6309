package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.job.alerting.JudgeHarness.Backend;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that fails goes on from its last checkpoint as if nothing had happened. */
@ParameterizedClass
@EnumSource(Backend.class)
class JudgeRecoveryHarnessTest {

  private static final String REGION_FAILOVER =
      "{name: region_failover, conditions: [{metric: health_check, threshold: 3, window: 5m}]}";
  private static final String PATIENT =
      "{name: patient, for: 1m, keep_firing_for: 1m,"
          + " conditions: [{metric: health_check, threshold: 1, window: 30s}]}";

  private final Backend backend;

  JudgeRecoveryHarnessTest(Backend backend) {
    this.backend = backend;
  }

  private OperatorSubtaskState checkpoint(JudgeHarness judge) throws Exception {
    OperatorSubtaskState state = judge.snapshot();
    judge.close();
    return state;
  }

  @Test
  void theThirdFailureFiresThoughTheJobFailedAfterTheSecond() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    JudgeHarness before = JudgeHarness.start(backend, rules);
    before.down(0);
    before.down(30);
    assertThat(before.says()).isEmpty();

    try (var after = JudgeHarness.restore(backend, rules, checkpoint(before), 40)) {
      after.down(60);
      assertThat(after.transitions())
          .singleElement()
          .satisfies(
              firing -> {
                assertThat(firing.startsAt()).isEqualTo(JudgeHarness.START + 60_000);
                assertThat(firing.value()).isEqualTo(3.0);
                assertThat(firing.evidence()).hasSize(3);
              });
    }
  }

  @Test
  void whatIsReadAgainAfterARestoreCountsOnce() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    JudgeHarness before = JudgeHarness.start(backend, rules);
    before.down(0);
    before.down(30);

    try (var after = JudgeHarness.restore(backend, rules, checkpoint(before), 40)) {
      after.down(0);
      after.down(30);
      after.down(30);
      assertThat(after.says()).isEmpty();
      assertThat(after.metrics().counter("readingsDuplicate")).isEqualTo(3);
    }
  }

  @Test
  void whatIsFiringIsNotToldAgainAfterARestoreAndResolvesInItsEpisode() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    JudgeHarness before = JudgeHarness.start(backend, rules);
    before.down(0);
    before.down(30);
    before.down(60);
    assertThat(before.says()).containsExactly("firing@60");

    try (var after = JudgeHarness.restore(backend, rules, checkpoint(before), 70)) {
      after.down(90);
      assertThat(after.says()).isEmpty();
      after.up(400);
      assertThat(after.transitions())
          .singleElement()
          .satisfies(
              resolved -> {
                assertThat(resolved.startsAt()).isEqualTo(JudgeHarness.START + 60_000);
                assertThat(resolved.endsAt()).isEqualTo(JudgeHarness.START + 400_000);
              });
    }
  }

  @Test
  void whatIsPendingFiresAfterARestoreWhenItsTimeIsUp() throws Exception {
    var rules = TestingRuleFeed.of(PATIENT);
    JudgeHarness before = JudgeHarness.start(backend, rules);
    before.down(0);
    assertThat(before.says()).containsExactly("pending@0");

    try (var after = JudgeHarness.restore(backend, rules, checkpoint(before), 10)) {
      after.down(30);
      assertThat(after.says()).isEmpty();
      after.down(60);
      assertThat(after.says()).containsExactly("firing@60");
    }
  }

  @Test
  void whatIsRecoveringResolvesAfterARestoreWhenItsTimeIsUp() throws Exception {
    var rules = TestingRuleFeed.of(PATIENT);
    JudgeHarness before = JudgeHarness.start(backend, rules);
    for (int second : new int[] {0, 30, 60}) {
      before.down(second);
    }
    before.up(90);
    assertThat(before.says()).containsExactly("pending@0", "firing@60");

    try (var after = JudgeHarness.restore(backend, rules, checkpoint(before), 100)) {
      after.up(149);
      assertThat(after.says()).isEmpty();
      after.up(150);
      assertThat(after.says()).containsExactly("resolved@150");
    }
  }

  @Test
  void whatWasPutOffBetweenTwoCheckpointsIsInTheSecond() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    JudgeHarness before = JudgeHarness.start(backend, rules);
    before.down(0);
    before.down(1);
    before.up(2);
    before.up(3);
    before.snapshot();
    before.up(4);
    before.up(5);

    try (var after = JudgeHarness.restore(backend, rules, checkpoint(before), 10)) {
      for (int second = 2; second <= 5; second++) {
        after.down(second);
      }
      assertThat(after.metrics().counter("readingsDuplicate")).isEqualTo(4);
      assertThat(after.says()).isEmpty();
      after.down(6);
      assertThat(after.says()).containsExactly("firing@6");
    }
  }

  @Test
  void whatCameAfterACheckpointIsNotInIt() throws Exception {
    var rules = TestingRuleFeed.of(REGION_FAILOVER);
    try (var judge = JudgeHarness.start(backend, rules)) {
      judge.down(0);
      OperatorSubtaskState earlier = judge.snapshot();
      judge.down(30);
      judge.down(60);
      assertThat(judge.says()).containsExactly("firing@60");

      try (var after = JudgeHarness.restore(backend, rules, earlier, 70)) {
        after.down(30);
        assertThat(after.says()).isEmpty();
        after.down(60);
        assertThat(after.says()).containsExactly("firing@60");
      }
    }
  }
}
