package dev.pointsman.job.notification;

import static dev.pointsman.job.notification.TestingAlerts.firing;
import static dev.pointsman.job.notification.TestingAlerts.resolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.alert.Transition;
import dev.pointsman.connector.http.TestingLog;
import dev.pointsman.job.OperatorFactory;
import dev.pointsman.job.notification.TestingReceiver.Call;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.DeliveryPolicy;
import dev.pointsman.notify.MessageRef;
import dev.pointsman.notify.Receiver;
import dev.pointsman.notify.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryOperatorHarnessTest {

  private static final long START = 1_763_691_200_000L;
  private static final int MAX_PARALLELISM = 16;
  private static final Answer TAKEN =
      new Answer.Accepted(Answer.How.SENT, new MessageRef("C0000001", "1.1"));
  private static final Answer LOST = new Answer.Retry("timeout", null, true);

  private final TestingReceiver pagerDuty = new TestingReceiver();
  private final TestingReceiver slack = new TestingReceiver();
  private final List<Harness> open = new ArrayList<>();
  private long clock = START;

  /** An operator with its clock and its mailbox. */
  @SuppressWarnings("try") // Flink's close throws anything
  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<
          String, TimedTransition, UndeliveredNotification> {

    Harness(ReceiverFactory receivers, int width, int parallelism, int subtask) throws Exception {
      super(
          OperatorFactory.of(
              DeliveryOperator.class,
              parameters ->
                  new DeliveryOperator(parameters, receivers, DeliveryPolicy.DEFAULT, width)),
          TimedTransition::fingerprint,
          Types.STRING,
          MAX_PARALLELISM,
          parallelism,
          subtask);
    }

    /** Runs what the calls have put into the mailbox, until {@code condition} holds. */
    void runUntil(Callable<Boolean> condition) {
      await()
          .pollInSameThread()
          .until(
              () -> {
                var mail = getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
                if (mail.isPresent()) {
                  mail.get().run();
                }
                return condition.call();
              });
    }

    /** Runs one answer. */
    void runAnswer() throws Exception {
      Mail mail = getTaskMailbox().take(TaskMailbox.MIN_PRIORITY);
      mail.run();
    }
  }

  @AfterEach
  void close() throws Exception {
    for (Harness harness : open) {
      harness.close();
    }
  }

  @Test
  void bothAreToldAtOnceAndWithoutACheckpoint() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    assertThat(pagerDuty.next().text()).isEqualTo("trigger a");
    assertThat(slack.next().text()).isEqualTo("trigger a");
  }

  @Test
  void receiversArePreparedBeforeThereIsAnythingToTell() throws Exception {
    start(null);
    await().until(() -> pagerDuty.isPrepared() && slack.isPrepared());
    assertThat(pagerDuty.isIdle()).isTrue();
  }

  @Test
  void theResolveFollowsItsTriggerAndKnowsTheMessage() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    live(harness, resolved("a", START, START + 1000));
    pagerDuty.next().answer(TAKEN);
    slack.next().answer(TAKEN);
    harness.runAnswer();
    harness.runAnswer();
    assertThat(pagerDuty.next().text()).isEqualTo("resolve a");
    Call change = slack.next();
    assertThat(change.text()).isEqualTo("resolve a");
    assertThat(change.delivery().message()).isEqualTo(new MessageRef("C0000001", "1.1"));
  }

  @Test
  void aCheckpointWaitsForNoReceiverAndWhatWasUnderWayIsSentAgain() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    pagerDuty.next();
    slack.next().answer(TAKEN);
    harness.runAnswer();
    OperatorSubtaskState checkpoint = harness.snapshot(1, clock);

    Harness restarted = start(checkpoint);
    assertThat(pagerDuty.isIdle()).isTrue();
    pass(restarted, Duration.ofSeconds(2));
    Call again = pagerDuty.next();
    assertThat(again.text()).isEqualTo("trigger a");
    assertThat(again.delivery().lookFirst()).isTrue();
    assertThat(slack.isIdle()).isTrue();
  }

  @Test
  void afterARestartTheResolveStillFindsTheMessage() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    pagerDuty.next().answer(TAKEN);
    slack.next().answer(TAKEN);
    harness.runAnswer();
    harness.runAnswer();

    Harness restarted = start(harness.snapshot(1, clock));
    live(restarted, resolved("a", START, START + 1000));
    assertThat(pagerDuty.next().text()).isEqualTo("resolve a");
    assertThat(slack.next().delivery().message()).isEqualTo(new MessageRef("C0000001", "1.1"));
  }

  @Test
  void whatTheTopicRepeatsAfterARestartIsNotToldAgain() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    pagerDuty.next().answer(TAKEN);
    slack.next().answer(TAKEN);
    harness.runAnswer();
    harness.runAnswer();

    Harness restarted = start(harness.snapshot(1, clock));
    replayed(restarted, firing("a", START));
    pass(restarted, Duration.ofMinutes(1));
    assertThat(pagerDuty.isIdle()).isTrue();
    assertThat(slack.isIdle()).isTrue();
  }

  @Test
  void aReplayedEpisodeThatIsOverOpensNoNewIncident() throws Exception {
    Harness harness = start(null);
    replayed(harness, firing("a", START - 10_000));
    replayed(harness, resolved("a", START - 10_000, START - 5000));
    pass(harness, Duration.ofSeconds(2));
    assertThat(pagerDuty.next().text()).isEqualTo("resolve_if_told a");
    assertThat(slack.next().text()).isEqualTo("resolve_if_told a");
  }

  @Test
  void aFailureIsTriedAgainWhenItsTimeHasCome() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    pagerDuty.next().answer(LOST);
    harness.runAnswer();
    pass(harness, Duration.ofMillis(999));
    assertThat(pagerDuty.isIdle()).isTrue();
    pass(harness, Duration.ofMillis(1));
    assertThat(pagerDuty.next().text()).isEqualTo("trigger a");
  }

  @Test
  void aRetryIsRememberedOverARestart() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    slack.next().answer(TAKEN);
    pagerDuty.next().answer(new Answer.Retry("HTTP 429", Duration.ofSeconds(30), false));
    harness.runAnswer();
    harness.runAnswer();

    Harness restarted = start(harness.snapshot(1, clock));
    pass(restarted, Duration.ofSeconds(29));
    assertThat(pagerDuty.isIdle()).isTrue();
    pass(restarted, Duration.ofSeconds(1));
    assertThat(pagerDuty.next().delivery().failures()).isZero();
  }

  @Test
  void whatIsGivenUpIsOutputAndLoggedWithItsReason() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    slack.next().answer(new Answer.Rejected("channel_not_found"));
    try (var log = new TestingLog()) {
      harness.runAnswer();
      assertThat(log.lines())
          .contains(
              "Rule region_failover: the trigger was not delivered to slack #incidents:"
                  + " channel_not_found");
    }
    assertThat(harness.extractOutputValues())
        .containsExactly(
            new UndeliveredNotification(
                "slack #incidents", "trigger", "channel_not_found", START, firing("a", START)));
  }

  @Test
  void theThirdFailureIsOutput() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    for (int i = 0; i < 3; i++) {
      pagerDuty.next().answer(LOST);
      harness.runAnswer();
      pass(harness, Duration.ofSeconds(5));
    }
    assertThat(harness.extractOutputValues())
        .extracting(UndeliveredNotification::reason)
        .containsExactly("timeout, at each of 3 attempts");
  }

  @Test
  void aDefectOfAReceiverEndsNothing() throws Exception {
    Harness harness = start(null);
    live(harness, firing("a", START));
    pagerDuty.next().fail(new IllegalStateException("with a secret in it"));
    harness.runAnswer();
    pass(harness, Duration.ofSeconds(1));
    assertThat(pagerDuty.next().text()).isEqualTo("trigger a");
  }

  @Test
  void aSlowServiceDelaysNeitherTheOtherNorTheInput() throws Exception {
    Harness harness = start(null, 1);
    live(harness, firing("a", START));
    live(harness, firing("b", START));
    live(harness, firing("c", START));
    assertThat(pagerDuty.next().text()).isEqualTo("trigger a");
    for (String each : List.of("trigger a", "trigger b", "trigger c")) {
      Call call = slack.next();
      assertThat(call.text()).isEqualTo(each);
      call.answer(TAKEN);
      harness.runAnswer();
    }
    assertThat(pagerDuty.isIdle()).isTrue();
  }

  @Test
  void whoWaitsLongestIsNext() throws Exception {
    Harness harness = start(null, 1);
    live(harness, firing("a", START));
    live(harness, firing("b", START));
    live(harness, resolved("a", START, START + 1));
    live(harness, firing("c", START));
    for (String each : List.of("trigger a", "trigger b", "trigger c", "resolve a")) {
      Call call = pagerDuty.next();
      assertThat(call.text()).isEqualTo(each);
      call.answer(TAKEN);
      harness.runUntil(() -> !pagerDuty.isIdle() || each.equals("resolve a"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aRescaledJobSendsEachOpenDeliveryOnce(int parallelism) throws Exception {
    Harness harness = start(null);
    var expected = new ArrayList<String>();
    for (String each : List.of("a", "b", "c", "d", "e", "f")) {
      live(harness, firing(each, START));
      expected.add("trigger " + each);
    }
    for (int i = 0; i < expected.size(); i++) {
      pagerDuty.next();
      slack.next();
    }
    OperatorSubtaskState checkpoint = harness.snapshot(1, clock);

    for (int subtask = 0; subtask < parallelism; subtask++) {
      OperatorSubtaskState part =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              checkpoint, MAX_PARALLELISM, 1, parallelism, subtask);
      Harness restarted = open(part, 8, parallelism, subtask);
      pass(restarted, Duration.ofSeconds(2));
    }
    var told = new ArrayList<String>();
    for (int i = 0; i < expected.size(); i++) {
      told.add(pagerDuty.next().text());
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(pagerDuty.isIdle()).isTrue();
  }

  private Harness start(@Nullable OperatorSubtaskState checkpoint) throws Exception {
    return start(checkpoint, 8);
  }

  private Harness start(@Nullable OperatorSubtaskState checkpoint, int width) throws Exception {
    return open(checkpoint, width, 1, 0);
  }

  private Harness open(
      @Nullable OperatorSubtaskState checkpoint, int width, int parallelism, int subtask)
      throws Exception {
    Map<Service, Receiver> receivers = Map.of(Service.PAGERDUTY, pagerDuty, Service.SLACK, slack);
    var harness = new Harness(() -> receivers, width, parallelism, subtask);
    open.add(harness);
    harness.setProcessingTime(clock);
    harness.setup(
        UndeliveredNotification.TYPE.createSerializer(
            harness.getExecutionConfig().getSerializerConfig()));
    if (checkpoint == null) {
      harness.initializeEmptyState();
    } else {
      harness.initializeState(checkpoint);
    }
    harness.open();
    return harness;
  }

  /** A transition written now, well after the start. */
  private void live(Harness harness, Transition transition) throws Exception {
    harness.processElement(new TimedTransition(transition, clock + 60_000), clock);
  }

  /** A transition that was there before the start. */
  private void replayed(Harness harness, Transition transition) throws Exception {
    harness.processElement(new TimedTransition(transition, clock - 60_000), clock);
  }

  private void pass(Harness harness, Duration duration) throws Exception {
    clock += duration.toMillis();
    harness.setProcessingTime(clock);
  }
}
