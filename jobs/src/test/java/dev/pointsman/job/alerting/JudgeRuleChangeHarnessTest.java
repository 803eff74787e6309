package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.Transition;
import dev.pointsman.job.alerting.JudgeHarness.Backend;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules change while their alerts fire, live and while the job is down. */
@ParameterizedClass
@EnumSource(Backend.class)
class JudgeRuleChangeHarnessTest {

  private final TestingRuleFeed rules = TestingRuleFeed.of(busy(3, "5m"));

  private final Backend backend;
  private JudgeHarness judge;

  JudgeRuleChangeHarnessTest(Backend backend) throws Exception {
    this.backend = backend;
    judge = JudgeHarness.start(backend, rules);
  }

  @AfterEach
  void stop() throws Exception {
    judge.close();
  }

  /** {@code load} above 5, so many times. */
  private static String busy(int times, String window) {
    return busy(times, window, "");
  }

  private static String busy(int times, String window, String more) {
    return "{name: busy, by: [host], conditions: [{metric: load, aggregate: count, where: '> 5',"
        + " threshold: %d, window: %s%s}]}".formatted(times, window, more);
  }

  private void fire() throws Exception {
    for (int second : new int[] {0, 30, 60}) {
      judge.load("h1", second, 9);
    }
    assertThat(judge.says()).containsExactly("firing@60");
  }

  private void put(String rule) throws Exception {
    rules.put(rule);
    judge.runMails();
  }

  private void remove(String name) throws Exception {
    rules.remove(name);
    judge.runMails();
  }

  /** The job fails, and comes back when the rules have changed meanwhile. */
  private void restartAt(long second, Runnable meanwhile) throws Exception {
    OperatorSubtaskState state = judge.snapshot();
    judge.close();
    meanwhile.run();
    judge = JudgeHarness.restore(backend, rules, state, second);
  }

  @Test
  void aRuleThatIsAddedJudgesWhatComesFromThenOn() throws Exception {
    judge.load("h1", 0, 9);
    put("{name: hot, by: [host], conditions: [{metric: load, threshold: 8}]}");
    assertThat(judge.says()).isEmpty();

    judge.load("h1", 30, 9);

    assertThat(judge.transitions())
        .singleElement()
        .satisfies(firing -> assertThat(firing.alert()).isEqualTo("hot"));
  }

  @Test
  void aLowerThresholdJudgesAlsoWhatWasSeenBefore() throws Exception {
    judge.load("h1", 0, 9);
    put(busy(2, "5m"));

    judge.load("h1", 30, 9);

    assertThat(judge.says()).containsExactly("firing@30");
  }

  @Test
  void aHigherThresholdResolvesWithTheNextReadingAndNotBefore() throws Exception {
    fire();
    put(busy(5, "5m"));
    assertThat(judge.says()).isEmpty();

    judge.load("h1", 90, 9);

    assertThat(judge.says()).containsExactly("resolved@90");
  }

  @Test
  void anotherWindowBeginsEmptyAndTheAlertFiresUntilAVerdictSaysOtherwise() throws Exception {
    fire();
    put(busy(3, "10m"));
    assertThat(judge.says()).isEmpty();

    judge.load("h1", 90, 9);

    assertThat(judge.transitions())
        .singleElement()
        .satisfies(
            resolved -> {
              assertThat(resolved.value()).isEqualTo(1.0);
              assertThat(resolved.startsAt()).isEqualTo(JudgeHarness.START + 60_000);
            });
  }

  @Test
  void anotherMatchBeginsEmpty() throws Exception {
    judge.load("h1", 0, 9);
    judge.load("h1", 30, 9);
    put(busy(3, "5m", ", match: {zone: z1}"));

    judge.load("h1", 60, 9);

    assertThat(judge.says()).isEmpty();
  }

  @Test
  void anotherGroupingClosesTheAlertsOfTheOldOne() throws Exception {
    fire();
    judge.clock(75);
    put(busy(3, "5m").replace("[host]", "[host, zone]"));

    assertThat(judge.says()).containsExactly("resolved@75 rule_removed");

    for (int second : new int[] {90, 120, 150}) {
      judge.load("h1", second, 9);
    }
    assertThat(judge.says()).containsExactly("firing@150");
  }

  @Test
  void aRemovedRuleClosesItsAlertsAtOnceAndOnlyThose() throws Exception {
    put("{name: hot, by: [host], conditions: [{metric: load, threshold: 8}]}");
    for (int second : new int[] {0, 30, 60}) {
      judge.load("h1", second, 9);
    }
    judge.load("h2", 60, 9);
    assertThat(judge.transitions())
        .extracting(Transition::alert)
        .containsExactly("hot", "busy", "hot");

    judge.clock(75);
    remove("hot");

    List<Transition> closed = judge.transitions();
    assertThat(closed).extracting(Transition::alert).containsExactly("hot", "hot");
    assertThat(closed).extracting(each -> each.reason().text()).containsOnly("rule_removed");
    assertThat(closed)
        .extracting(each -> each.labels().get("host"))
        .containsExactlyInAnyOrder("h1", "h2");

    judge.load("h1", 400, 1);
    assertThat(judge.says()).containsExactly("resolved@400");
  }

  @Test
  void aPendingAlertOfARemovedRuleComesToNothing() throws Exception {
    put("{name: slow, by: [host], for: 1m, conditions: [{metric: load, threshold: 8}]}");
    judge.load("h1", 0, 9);
    assertThat(judge.says()).containsExactly("pending@0");

    judge.clock(10);
    remove("slow");

    assertThat(judge.says()).containsExactly("inactive@10 rule_removed");
  }

  @Test
  void aRuleThatWasRemovedWhileTheJobWasDownClosesItsAlertsWhenTheJobIsBack() throws Exception {
    fire();

    restartAt(100, () -> rules.remove("busy"));

    assertThat(judge.transitions())
        .singleElement()
        .satisfies(
            resolved -> {
              assertThat(resolved.reason().text()).isEqualTo("rule_removed");
              assertThat(resolved.startsAt()).isEqualTo(JudgeHarness.START + 60_000);
              assertThat(resolved.endsAt()).isEqualTo(JudgeHarness.START + 100_000);
            });
    restartAt(200, () -> {});
    assertThat(judge.says()).as("closed once").isEmpty();
  }

  @Test
  void aThresholdThatChangedWhileTheJobWasDownKeepsWhatWasSeen() throws Exception {
    judge.load("h1", 0, 9);

    restartAt(10, () -> rules.put(busy(2, "5m")));
    judge.load("h1", 30, 9);

    assertThat(judge.says()).containsExactly("firing@30");
  }

  @Test
  void theVersionOfTheRulesIsSeenFromOutside() throws Exception {
    put(busy(2, "5m"));
    assertThat(judge.metrics().gauge("ruleVersion")).isEqualTo(2L);
  }

  @Test
  void aClosedOperatorLeavesItsFeed() throws Exception {
    assertThat(rules.subscribers()).isEqualTo(1);
    judge.close();
    assertThat(rules.subscribers()).isZero();
  }
}
