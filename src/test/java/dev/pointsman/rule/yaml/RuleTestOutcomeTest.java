package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleTestOutcomeTest {

  private static final Labels API = Labels.of("check", "api");

  @Test
  void exactlyWhatIsExpectedPasses() {
    RuleTestOutcome outcome =
        outcome(
            List.of(expected(180_000, AlertStatus.FIRING), expected(300_000, AlertStatus.RESOLVED)),
            actual(300_000, AlertStatus.RESOLVED, 1),
            actual(180_000, AlertStatus.FIRING, 3));

    assertThat(outcome.passed()).isTrue();
  }

  @Test
  void whatIsMissingAndWhatIsTooMuchStandSideBySide() {
    RuleTestOutcome outcome =
        outcome(
            List.of(expected(180_000, AlertStatus.FIRING), expected(300_000, AlertStatus.RESOLVED)),
            actual(180_000, AlertStatus.FIRING, 3),
            actual(330_000, AlertStatus.RESOLVED, 2));

    assertThat(outcome.passed()).isFalse();
    assertThat(outcome.render())
        .isEqualTo(
            """
              expected                   |   actual
              3m firing a{check="api"}   |   3m firing a{check="api"} value 3.0 reason condition since 3m
            - 5m resolved a{check="api"} |
                                         | + 5m30s resolved a{check="api"} value 2.0 reason condition
            """);
  }

  @Test
  void pendingAndInactiveAreComparedOnlyWhereTheyAreListed() {
    Transition pending = actual(60_000, AlertStatus.PENDING, 1);

    assertThat(outcome(List.of(), pending, actual(90_000, AlertStatus.INACTIVE, 0)).passed())
        .isTrue();
    assertThat(outcome(List.of(expected(60_000, AlertStatus.PENDING)), pending).passed()).isTrue();
    assertThat(outcome(List.of(expected(90_000, AlertStatus.PENDING)), pending).passed()).isFalse();
  }

  @Test
  void labelsMustBeAllThatTheTransitionHas() {
    var expected =
        new ExpectedTransition(
            60_000, "a", AlertStatus.FIRING, Labels.EMPTY, null, null, null, null);

    assertThat(outcome(List.of(expected), actual(60_000, AlertStatus.FIRING, 1)).passed())
        .isFalse();
  }

  @Test
  void whatIsLeftOutMayBeAnythingAndWhatIsGivenMustBeSo() {
    Transition firing = actual(60_000, AlertStatus.FIRING, 1.0 / 3);

    assertThat(outcome(List.of(given(0.3333333333, Reason.CONDITION, 60_000L)), firing).passed())
        .isTrue();
    assertThat(outcome(List.of(given(0.33, Reason.CONDITION, 60_000L)), firing).passed()).isFalse();
    assertThat(outcome(List.of(given(0.3333333333, Reason.NO_DATA, 60_000L)), firing).passed())
        .isFalse();
    assertThat(outcome(List.of(given(0.3333333333, Reason.CONDITION, 0L)), firing).passed())
        .isFalse();
  }

  @Test
  void twoAlikeNeedTwo() {
    ExpectedTransition firing = expected(60_000, AlertStatus.FIRING);

    assertThat(outcome(List.of(firing, firing), actual(60_000, AlertStatus.FIRING, 1)).passed())
        .isFalse();
  }

  private static RuleTestOutcome outcome(List<ExpectedTransition> expected, Transition... actual) {
    return RuleTestOutcome.of(new RuleTest("t", List.of(), expected, 0), List.of(actual));
  }

  private static ExpectedTransition expected(long at, AlertStatus state) {
    return new ExpectedTransition(at, "a", state, API, null, null, null, null);
  }

  private static ExpectedTransition given(double value, Reason reason, long startsAt) {
    return new ExpectedTransition(
        60_000, "a", AlertStatus.FIRING, API, value, reason, startsAt, null);
  }

  private static Transition actual(long at, AlertStatus state, double value) {
    return new Transition(
        "a",
        state,
        Reason.CONDITION,
        Severity.WARNING,
        API,
        "f",
        value,
        at,
        state == AlertStatus.FIRING ? at : null,
        null,
        List.of(),
        Map.of(),
        List.of(),
        List.of());
  }
}
