package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.job.alerting.JudgeHarness.Backend;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Silence is measured by the wall clock, from when the job last heard something. */
@ParameterizedClass
@EnumSource(Backend.class)
class JudgeSilenceHarnessTest {

  private final Backend backend;

  JudgeSilenceHarnessTest(Backend backend) {
    this.backend = backend;
  }

  private static String rule(String noData) {
    return "{name: busy, by: [host], conditions: [{metric: load, threshold: 5}],"
        + (" no_data: " + noData + ", no_data_after: 10m}");
  }

  private JudgeHarness restart(JudgeHarness judge, TestingRuleFeed rules, long second)
      throws Exception {
    OperatorSubtaskState state = judge.snapshot();
    judge.close();
    return JudgeHarness.restore(backend, rules, state, second);
  }

  @Test
  void aGroupThatFallsSilentFiresWhereTheRuleSaysSo() throws Exception {
    try (var judge = JudgeHarness.start(backend, TestingRuleFeed.of(rule("alert")))) {
      judge.load("h1", 0, 1);
      judge.clock(599);
      assertThat(judge.says()).isEmpty();
      judge.clock(600);
      assertThat(judge.says()).containsExactly("firing@600 no_data");

      judge.clock(5000);
      assertThat(judge.says()).as("once a silence").isEmpty();
      judge.load("h1", 5000, 1);
      assertThat(judge.says()).containsExactly("resolved@5000");
    }
  }

  @Test
  void aFiringGroupThatFallsSilentIsResolvedWhereTheRuleSaysSo() throws Exception {
    try (var judge = JudgeHarness.start(backend, TestingRuleFeed.of(rule("resolve")))) {
      judge.load("h1", 0, 9);
      assertThat(judge.says()).containsExactly("firing@0");
      judge.clock(600);
      assertThat(judge.says()).containsExactly("resolved@600 no_data");
    }
  }

  @Test
  void silenceMeansNothingToOtherRulesAndCostsNoTimer() throws Exception {
    try (var judge = JudgeHarness.start(backend, TestingRuleFeed.of(rule("keep")))) {
      judge.load("h1", 0, 9);
      assertThat(judge.timers()).isZero();
      judge.clock(6000);
      assertThat(judge.says()).containsExactly("firing@0");
    }
  }

  @Test
  void aGroupThatIsHeardOftenHasOneTimer() throws Exception {
    try (var judge = JudgeHarness.start(backend, TestingRuleFeed.of(rule("alert")))) {
      for (int second = 0; second < 300; second += 10) {
        judge.clock(second);
        judge.load("h1", second, 1);
      }
      assertThat(judge.timers()).isEqualTo(1);
      judge.clock(889);
      assertThat(judge.says()).isEmpty();
      judge.clock(890);
      assertThat(judge.says()).containsExactly("firing@890 no_data");
    }
  }

  @Test
  void whileTheJobIsDownNoSilenceCounts() throws Exception {
    var rules = TestingRuleFeed.of(rule("alert"));
    JudgeHarness before = JudgeHarness.start(backend, rules);
    before.load("h1", 0, 1);

    try (var after = restart(before, rules, 3000)) {
      after.clock(3599);
      assertThat(after.says()).isEmpty();
      after.clock(3600);
      assertThat(after.says()).containsExactly("firing@3600 no_data");
    }
  }

  @Test
  void aSilenceThatWasActedOnIsNotActedOnAgainAfterARestore() throws Exception {
    var rules = TestingRuleFeed.of(rule("alert"));
    JudgeHarness before = JudgeHarness.start(backend, rules);
    before.load("h1", 0, 1);
    before.clock(600);
    assertThat(before.says()).containsExactly("firing@600 no_data");

    try (var after = restart(before, rules, 700)) {
      after.clock(3000);
      assertThat(after.says()).isEmpty();
    }
  }

  @Test
  void aRuleThatBeginsToListenHearsAlsoWhatWasSilentBefore() throws Exception {
    var rules = TestingRuleFeed.of(rule("keep"));
    try (var judge = JudgeHarness.start(backend, rules)) {
      judge.load("h1", 0, 1);
      judge.clock(300);
      rules.put(rule("alert"));
      judge.runMails();
      judge.clock(600);
      assertThat(judge.says()).containsExactly("firing@600 no_data");
    }
  }

  @Test
  void aRuleThatBeganToListenWhileTheJobWasDownHearsAlsoWhatWasSilentBefore() throws Exception {
    var rules = TestingRuleFeed.of(rule("keep"));
    JudgeHarness before = JudgeHarness.start(backend, rules);
    before.load("h1", 0, 1);
    rules.put(rule("alert"));

    try (var after = restart(before, rules, 300)) {
      after.clock(900);
      assertThat(after.says()).containsExactly("firing@900 no_data");
    }
  }

  @Test
  void aRuleThatBeginsToListenLooksAtManyGroupsAFewBetweenTwoEvents() throws Exception {
    var rules = TestingRuleFeed.of(rule("keep"));
    try (var judge = JudgeHarness.start(backend, rules)) {
      for (int host = 0; host < 1000; host++) {
        judge.load("h" + host, 0, 1);
      }
      rules.put(rule("alert"));
      int rounds = 0;
      int timersBefore = 0;
      int mostAtOnce = 0;
      for (boolean isMore = judge.runMail(); isMore; isMore = judge.runMail()) {
        mostAtOnce = Math.max(mostAtOnce, judge.timers() - timersBefore);
        judge.load("h" + rounds, 1, 1);
        judge.load("new" + rounds, 1, 1);
        timersBefore = judge.timers();
        rounds++;
      }
      assertThat(mostAtOnce).isBetween(1, 500);
      judge.clock(601);
      assertThat(judge.says()).hasSize(1000 + rounds);
    }
  }

  @Test
  void aJobThatStopsBeforeAllGroupsWereLookedAtGoesOnWithThemAfterwards() throws Exception {
    var rules = TestingRuleFeed.of(rule("keep"));
    JudgeHarness before = JudgeHarness.start(backend, rules);
    for (int host = 0; host < 600; host++) {
      before.load("h" + host, 0, 1);
    }
    rules.put(rule("alert"));
    assertThat(before.runMail()).isTrue();
    assertThat(before.runMail()).isTrue();
    assertThat(before.timers()).isBetween(1, 599);
    rules.put(rule("resolve"));
    rules.put(rule("alert"));
    assertThat(before.runMail()).isTrue();

    try (var after = restart(before, rules, 300)) {
      assertThat(after.timers()).isEqualTo(600);
      after.clock(900);
      assertThat(after.says()).hasSize(600).allMatch("firing@900 no_data"::equals);
    }
  }
}
