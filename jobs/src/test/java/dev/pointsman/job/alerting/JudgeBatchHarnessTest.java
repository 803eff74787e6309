package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.job.alerting.JudgeHarness.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that come in one batch are judged one after another, as if each came alone. */
@ParameterizedClass
@EnumSource(Backend.class)
class JudgeBatchHarnessTest {

  private static final String IN_A_ROW =
      "{name: row, by: [host], conditions: [{metric: load, aggregate: consecutive, where: '> 5',"
          + " threshold: %d, window: 5m}]}";

  private static final List<String> RULES =
      List.of(
          IN_A_ROW.formatted(3),
          "{name: busy, by: [host], conditions: [{metric: load, aggregate: count, where: '> 5',"
              + " threshold: 3, window: 2m}]}",
          "{name: high, by: [host], conditions: [{metric: load, aggregate: every, threshold: 5,"
              + " window: 20s}], no_data: resolve, no_data_after: 3m}",
          "{name: mean, by: [zone], conditions: [{metric: load, aggregate: avg, threshold: 5,"
              + " window: 1m, per: group}]}");

  private record Load(String host, long second, double value) {}

  private final Backend backend;

  JudgeBatchHarnessTest(Backend backend) {
    this.backend = backend;
  }

  private static TestingRuleFeed rules() {
    return TestingRuleFeed.of(RULES.toArray(new String[0]));
  }

  private static void put(JudgeHarness judge, TestingRuleFeed rules, String rule) throws Exception {
    rules.put(rule);
    judge.runMails();
  }

  /** So many groups of others that none of the first is ready any more. */
  private static void crowd(JudgeHarness judge, long second) throws Exception {
    for (int i = 0; i < 30; i++) {
      judge.load("other" + i, second, 1);
    }
  }

  @Test
  void whateverComesInOneBatchIsJudgedAsInBatchesOfOne() throws Exception {
    var random = new Random(9);
    TestingRuleFeed oneByOne = rules();
    TestingRuleFeed together = rules();
    int told = 0;
    try (var expected = JudgeHarness.start(backend, oneByOne);
        var judge = JudgeHarness.start(backend, together)) {
      long second = 0;
      for (int round = 0; round < 30; round++) {
        var loads = new ArrayList<Load>();
        for (int left = random.nextInt(80); left > 0; left--) {
          second += random.nextInt(10) / 9;
          loads.add(load(random, second));
        }
        for (Load each : loads) {
          expected.load(each.host(), each.second(), each.value());
        }
        judge.inOneBatch(
            () -> {
              for (Load each : loads) {
                judge.load(each.host(), each.second(), each.value());
              }
            });
        var transitions = expected.transitions();
        assertThat(judge.transitions()).isEqualTo(transitions);
        told += transitions.size();

        if (round % 7 == 6) {
          String changed = IN_A_ROW.formatted(2 + random.nextInt(3));
          put(expected, oneByOne, changed);
          put(judge, together, changed);
        }
        second += random.nextInt(20) == 0 ? 200 : 10;
        expected.clock(second);
        judge.clock(second);
      }
    }
    assertThat(told).isGreaterThan(50);
  }

  /** Of few hosts that are often loaded, and of others that seldom are. */
  private static Load load(Random random, long second) {
    boolean isFew = random.nextInt(3) > 0;
    String host = isFew ? "h" + random.nextInt(4) : "other" + random.nextInt(20);
    long age = random.nextInt(5) == 0 ? random.nextInt(40) : 0;
    return new Load(host, second - age, random.nextInt(isFew ? 2 : 9) == 0 ? 1 : 9);
  }

  @Test
  void aReadingIsJudgedByWhatTheOneBeforeItInTheBatchChanged() throws Exception {
    try (var judge =
        JudgeHarness.start(
            backend,
            TestingRuleFeed.of(
                "{name: now, by: [host], conditions: [{metric: load, threshold: 5}]}"))) {
      judge.load("h", 0, 1);
      judge.load("h", 1, 1);

      judge.inOneBatch(
          () -> {
            judge.load("h", 10, 1);
            judge.load("h", 11, 9);
            judge.load("h", 12, 9);
            judge.load("h", 13, 1);
            judge.load("h", 14, 9);
          });

      assertThat(judge.says()).containsExactly("firing@11", "resolved@13", "firing@14");
    }
  }

  @Test
  void aGroupThatHadToMakeRoomWithinTheBatchIsFoundAgainWithAllThatItHad() throws Exception {
    try (var judge = JudgeHarness.start(backend, TestingRuleFeed.of(IN_A_ROW.formatted(3)))) {
      judge.load("high", 0, 9);
      judge.load("mixed", 0, 9);

      judge.inOneBatch(
          () -> {
            judge.load("high", 10, 9);
            judge.load("mixed", 10, 9);
            crowd(judge, 10);
            judge.load("mixed", 20, 1); // triggers nothing, and may be put off
            crowd(judge, 20);
            judge.load("high", 30, 9);
            judge.load("mixed", 30, 9);
          });

      assertThat(judge.transitions())
          .singleElement()
          .satisfies(firing -> assertThat(firing.labels().get("host")).isEqualTo("high"));
    }
  }

  @Test
  void aGroupThatWasWrittenAndMakesRoomWithinTheBatchKeepsWhatCameBetween() throws Exception {
    try (var judge = JudgeHarness.start(backend, TestingRuleFeed.of(IN_A_ROW.formatted(3)))) {
      judge.load("mixed", 0, 9);
      judge.load("mixed", 10, 9);
      judge.snapshot();

      judge.inOneBatch(
          () -> {
            judge.load("mixed", 20, 1);
            crowd(judge, 20);
            judge.load("mixed", 30, 9);
          });
      assertThat(judge.says()).isEmpty();

      judge.load("mixed", 40, 9);
      judge.load("mixed", 50, 9);
      assertThat(judge.says()).containsExactly("firing@50");
    }
  }

  @Test
  void eventsThatWereOnTheirWayAreJudgedByTheRulesThatAreLiveWhenTheyCome() throws Exception {
    var rules = TestingRuleFeed.of(IN_A_ROW.formatted(9));
    try (var judge = JudgeHarness.start(backend, rules)) {
      judge.load("h", 0, 4); // triggers nothing yet

      judge.inOneBatch(
          () -> {
            judge.load("h", 10, 4);
            judge.load("h", 20, 4);
            judge.load("h", 30, 4);
            put(judge, rules, IN_A_ROW.formatted(4).replace("> 5", "> 3"));
          });
      assertThat(judge.says()).containsExactly("firing@30");

      judge.clock(35);
      judge.inOneBatch(
          () -> {
            judge.load("h", 40, 1);
            judge.load("h", 50, 4);
            rules.remove("row");
            judge.runMails();
          });
      assertThat(judge.says()).containsExactly("resolved@35 rule_removed");
    }
  }
}
