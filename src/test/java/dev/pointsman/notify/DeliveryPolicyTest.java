package dev.pointsman.notify;

import static dev.pointsman.notify.TestingTransitions.PAGERDUTY;
import static dev.pointsman.notify.TestingTransitions.SLACK;
import static dev.pointsman.notify.TestingTransitions.T0;
import static dev.pointsman.notify.TestingTransitions.firing;
import static dev.pointsman.notify.TestingTransitions.inactive;
import static dev.pointsman.notify.TestingTransitions.pending;
import static dev.pointsman.notify.TestingTransitions.resolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.alert.Transition;
import dev.pointsman.notify.Answer.Accepted;
import dev.pointsman.notify.Answer.How;
import dev.pointsman.notify.Delivery.Kind;
import dev.pointsman.notify.DeliveryPolicy.Completion;
import dev.pointsman.notify.DeliveryPolicy.Result;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryPolicyTest {

  private static final MessageRef MESSAGE = new MessageRef("C01", "1763691200.000100");
  private static final Answer POSTED = new Accepted(How.SENT, MESSAGE);
  private static final Answer LOST = new Answer.Retry("timeout", null, true);
  private static final Answer REFUSED = new Answer.Retry("connection refused", null, false);

  private final DeliveryPolicy policy = DeliveryPolicy.DEFAULT;
  private DeliveryState state = DeliveryState.NEW;
  private long now = T0;

  @Test
  void firingIsToldToEveryoneWhomTheRuleNames() {
    assertThat(live(firing(T0))).isEqualTo(Decision.TRIGGER);
    assertThat(due()).containsExactly("trigger pagerduty", "trigger slack #incidents");
  }

  @Test
  void resolvedIsToldToEveryoneWhoWasTold() {
    live(firing(T0));
    deliver(PAGERDUTY, Answer.sent());
    deliver(SLACK, POSTED);
    assertThat(live(resolved(T0, T0 + 1000))).isEqualTo(Decision.RESOLVE);
    assertThat(due()).containsExactly("resolve pagerduty", "resolve slack #incidents");
  }

  @Test
  void pendingAndInactiveAreToldToNobody() {
    assertThat(live(pending(T0))).isEqualTo(Decision.NOT_TOLD);
    assertThat(live(inactive(T0 + 1))).isEqualTo(Decision.NOT_TOLD);
    assertThat(live(pending(T0 + 2))).isEqualTo(Decision.NOT_TOLD);
    assertThat(state.outbox()).isEmpty();
  }

  @Test
  void aRuleThatNamesNobodyTellsNobody() {
    assertThat(live(firing(T0, List.of(), Map.of()))).isEqualTo(Decision.NOBODY_TO_TELL);
    assertThat(state.outbox()).isEmpty();
  }

  @Test
  void aStateThatWasSeenInItsEpisodeIsARepeat() {
    live(firing(T0));
    assertThat(live(firing(T0))).isEqualTo(Decision.REPEAT);
    assertThat(state.outbox()).hasSize(2);
  }

  @Test
  void whatIsOlderThanTheNewestIsStale() {
    live(firing(T0));
    live(resolved(T0, T0 + 1000));
    assertThat(live(firing(T0))).isEqualTo(Decision.STALE);
    assertThat(live(pending(T0 - 1000))).isEqualTo(Decision.STALE);
  }

  @Test
  void theWholeTopicReadAgainChangesNothing() {
    List<Transition> topic =
        List.of(
            pending(T0 - 5),
            firing(T0),
            resolved(T0, T0 + 10),
            firing(T0 + 10),
            resolved(T0 + 10, T0 + 20));
    for (Transition each : topic) {
      live(each);
      deliver(PAGERDUTY, Answer.sent());
      deliver(SLACK, POSTED);
    }
    DeliveryState before = state;
    for (Transition each : topic) {
      assertThat(replayed(each)).isIn(Decision.STALE, Decision.REPEAT);
    }
    assertThat(state).isEqualTo(before);
  }

  @Test
  void aSecondEpisodeIsToldAnew() {
    live(firing(T0));
    live(resolved(T0, T0 + 1000));
    assertThat(live(firing(T0 + 2000))).isEqualTo(Decision.TRIGGER);
  }

  @Test
  void aDestinationNamedTwiceIsToldOnceAtTheGraverSeverity() {
    live(
        firing(
            T0,
            List.of(
                new Notification.PagerDuty(Severity.WARNING),
                new Notification.PagerDuty(Severity.CRITICAL)),
            Map.of()));
    assertThat(state.outbox()).hasSize(1);
    assertThat(state.outbox().get(0).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void oneDeliveryAtATimeGoesToADestination() {
    live(firing(T0));
    start(PAGERDUTY);
    live(resolved(T0, T0 + 1000));
    assertThat(due()).doesNotContain("resolve pagerduty");
    complete(PAGERDUTY, Answer.sent());
    assertThat(due()).contains("resolve pagerduty");
  }

  @Test
  void theResolveKnowsWhereTheMessageStandsThatWasUnderWayWhenItCame() {
    live(firing(T0));
    start(SLACK);
    live(resolved(T0, T0 + 1000));
    complete(SLACK, POSTED);
    Delivery resolve = only(SLACK);
    assertThat(resolve.kind()).isEqualTo(Kind.RESOLVE);
    assertThat(resolve.message()).isEqualTo(MESSAGE);
    assertThat(resolve.firing()).isEqualTo(firing(T0));
  }

  @Test
  void aPageThatWasNeverAttemptedIsNotSentOnceItIsOver() {
    live(firing(T0));
    live(resolved(T0, T0 + 1000));
    assertThat(due()).containsExactly("resolve slack #incidents");
    assertThat(only(SLACK).lookFirst()).isFalse();
  }

  @Test
  void nobodyHearsOfAnAlertForPagerDutyAloneThatWasOverBeforeItsPage() {
    List<Notification> pagerDutyAlone = List.of(new Notification.PagerDuty(Severity.CRITICAL));
    live(firing(T0, pagerDutyAlone, Map.of()));
    assertThat(live(resolved(T0, T0 + 1000))).isEqualTo(Decision.OVER_BEFORE_TOLD);
    assertThat(state.outbox()).isEmpty();
  }

  @Test
  void aPageThatFailedIsNotTriedAgainOnceItIsOver() {
    live(firing(T0));
    start(PAGERDUTY);
    live(resolved(T0, T0 + 1000));
    assertThat(complete(PAGERDUTY, LOST).result()).isEqualTo(Result.SUPERSEDED);
    assertThat(only(PAGERDUTY).kind()).isEqualTo(Kind.RESOLVE);
  }

  @Test
  void aPageThatCertainlyDidNotArriveNeedsNoResolve() {
    live(firing(T0));
    start(PAGERDUTY);
    live(resolved(T0, T0 + 1000));
    complete(PAGERDUTY, REFUSED);
    assertThat(state.outbox()).noneMatch(each -> each.destination().equals(PAGERDUTY));
  }

  @Test
  void aFailureIsTriedAgainAfterTheInterval() {
    live(firing(T0));
    start(PAGERDUTY);
    assertThat(complete(PAGERDUTY, LOST).result()).isEqualTo(Result.RETRIED);
    assertThat(due()).doesNotContain("trigger pagerduty");
    assertThat(state.nextDue(now)).hasValue(T0 + 1000);
    now += 1000;
    assertThat(due()).contains("trigger pagerduty");
  }

  @Test
  void theServersRetryAfterIsRespected() {
    live(firing(T0));
    start(PAGERDUTY);
    complete(PAGERDUTY, new Answer.Retry("429", Duration.ofSeconds(42), false));
    assertThat(state.nextDue(now)).hasValue(T0 + 42_000);
  }

  @Test
  void theThirdFailureIsTheLast() {
    live(firing(T0));
    for (int i = 0; i < 2; i++) {
      start(PAGERDUTY);
      assertThat(complete(PAGERDUTY, LOST).result()).isEqualTo(Result.RETRIED);
      now += 5000;
    }
    start(PAGERDUTY);
    Completion last = complete(PAGERDUTY, LOST);
    assertThat(last.result()).isEqualTo(Result.UNDELIVERED);
    assertThat(last.reason()).isEqualTo("timeout, at each of 3 attempts");
    assertThat(state.outbox()).noneMatch(each -> each.destination().equals(PAGERDUTY));
  }

  @Test
  void anAttemptThatTheReceiverPostponedDoesNotCount() {
    Answer later = new Answer.Retry("HTTP 429", Duration.ofSeconds(30), false);
    live(firing(T0));
    for (int i = 0; i < 20; i++) {
      start(PAGERDUTY);
      assertThat(complete(PAGERDUTY, later).result()).isEqualTo(Result.RETRIED);
      now += 30_000;
    }
    start(PAGERDUTY);
    complete(PAGERDUTY, Answer.sent());
    assertThat(state.outbox()).noneMatch(each -> each.destination().equals(PAGERDUTY));
  }

  @Test
  void aReceiverThatPostponesForEverIsGivenUp() {
    Answer later = new Answer.Retry("HTTP 429", Duration.ofMinutes(10), false);
    live(firing(T0));
    Result last = Result.RETRIED;
    int attempts = 0;
    while (last == Result.RETRIED) {
      start(PAGERDUTY);
      last = complete(PAGERDUTY, later).result();
      now += 600_000;
      attempts++;
    }
    assertThat(last).isEqualTo(Result.UNDELIVERED);
    assertThat(attempts).isEqualTo(5);
  }

  @Test
  void aRejectionIsNotTriedAgain() {
    live(firing(T0));
    start(SLACK);
    Completion completion = complete(SLACK, new Answer.Rejected("channel_not_found"));
    assertThat(completion.result()).isEqualTo(Result.UNDELIVERED);
    assertThat(completion.reason()).isEqualTo("channel_not_found");
  }

  @Test
  void aReplayedTriggerWaitsAndLooksFirst() {
    replayed(firing(T0));
    assertThat(due()).isEmpty();
    assertThat(state.nextDue(now)).hasValue(T0 + 2000);
    now += 2000;
    assertThat(due()).hasSize(2);
    assertThat(state.outbox()).allMatch(Delivery::lookFirst);
  }

  @Test
  void aReplayedEpisodeThatIsOverIsOnlyResolved() {
    replayed(firing(T0));
    replayed(resolved(T0, T0 + 1000));
    now += 2000;
    assertThat(due())
        .containsExactly("resolve_if_told pagerduty", "resolve_if_told slack #incidents");
  }

  @Test
  void aReplayedResolveDoesNotCloseThePageOfTheNextEpisode() {
    replayed(firing(T0));
    replayed(resolved(T0, T0 + 1000));
    replayed(firing(T0 + 1500));
    now += 2000;
    assertThat(due()).contains("trigger pagerduty").doesNotContain("resolve_if_told pagerduty");
  }

  @Test
  void aResolveInOrderBeforeALiveTriggerIsSent() {
    live(firing(T0));
    deliver(PAGERDUTY, Answer.sent());
    live(resolved(T0, T0 + 1000));
    live(firing(T0 + 1500));
    assertThat(due()).contains("resolve pagerduty");
    deliver(PAGERDUTY, Answer.sent());
    assertThat(due()).contains("trigger pagerduty");
  }

  @Test
  void aResolveWhoseTriggerWasNeverSeenConcernsWhoeverWasTold() {
    assertThat(live(resolved(T0, T0 + 1000))).isEqualTo(Decision.RESOLVE);
    assertThat(due())
        .containsExactly("resolve_if_told pagerduty", "resolve_if_told slack #incidents");
  }

  @Test
  void afterARestartTheOutboxIsSentAgainAndLooksFirst() {
    live(firing(T0));
    start(PAGERDUTY);
    now += 60_000;
    state = policy.restored(state, now);
    assertThat(due()).isEmpty();
    now += 2000;
    assertThat(due()).hasSize(2);
    assertThat(state.outbox()).allMatch(Delivery::lookFirst);
  }

  @Test
  void anAnswerThatNobodyWaitsForIsAMistake() {
    assertThatThrownBy(() -> policy.completed(state, PAGERDUTY, Answer.sent(), now))
        .isInstanceOf(IllegalStateException.class);
  }

  private Decision live(Transition transition) {
    return plan(transition, false);
  }

  private Decision replayed(Transition transition) {
    return plan(transition, true);
  }

  private Decision plan(Transition transition, boolean replayed) {
    var plan = policy.plan(state, transition, now, replayed);
    state = plan.state();
    return plan.decision();
  }

  private List<String> due() {
    return state.due(now).stream()
        .map(each -> each.kind().name().toLowerCase(Locale.ROOT) + " " + each.destination().text())
        .toList();
  }

  private void start(Destination destination) {
    Delivery delivery =
        state.due(now).stream()
            .filter(each -> each.destination().equals(destination))
            .findFirst()
            .orElseThrow();
    state = state.started(delivery);
  }

  private Completion complete(Destination destination, Answer answer) {
    Completion completion = policy.completed(state, destination, answer, now);
    state = completion.state();
    return completion;
  }

  private void deliver(Destination destination, Answer answer) {
    if (state.due(now).stream().anyMatch(each -> each.destination().equals(destination))) {
      start(destination);
      complete(destination, answer);
    }
  }

  private Delivery only(Destination destination) {
    List<Delivery> all =
        state.outbox().stream().filter(each -> each.destination().equals(destination)).toList();
    assertThat(all).hasSize(1);
    return all.get(0);
  }
}
