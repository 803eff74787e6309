package dev.pointsman.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** When a system that says nothing is told as such. */
class PollerSightIT extends PollerFixture {

  @Test
  void anAnswerCountsFromWhenItCameAndNotFromWhenItWasAskedFor() {
    var began = new CountDownLatch(1);
    var silences = new CountDownLatch(1);
    var slow =
        new TestingCollector(
                LONG,
                LONG,
                (to, round) -> {
                  began.countDown();
                  silences.await();
                  to.accept(MetricEvent.of("slow", Labels.EMPTY, round, Instant.EPOCH));
                  if (round > 1) {
                    new CountDownLatch(1).await();
                  }
                })
            .on("slow");
    var silent =
        new TestingCollector(
                SHORT,
                LONG,
                (to, round) -> {
                  if (round > 1) {
                    began.await(); // the first one's silence has it asked
                  }
                  if (round == 4) {
                    silences.countDown();
                  }
                  throw new NoAnswerException(
                      "hangs",
                      List.of(MetricEvent.of("round", Labels.EMPTY, round, Instant.EPOCH)));
                })
            .on("silent");
    try (var poller = new Poller(List.of(slow, silent))) {
      poller.start(context);
      // It began after the other one, and had ended when that one answered.
      await().atMost(PATIENCE).until(() -> sink.values("round").contains(3.0));
    }
  }

  @Test
  void aRoundThatBeganBeforeADoubtIsRunAgainWhenItEnds() {
    var release = new CountDownLatch(1);
    var rare =
        new TestingCollector(
                LONG,
                LONG,
                (to, round) -> {
                  release.await();
                  throw new NoAnswerException("no route", List.of());
                })
            .on("rare");
    goesBlind(rare, () -> rare.rounds.get() == 1, release::countDown);
  }

  @Test
  void oneThatGoesOnAfterItsTimeKeepsNoDoubtAlive() {
    var release = new AtomicBoolean();
    var hanging =
        new TestingCollector(
                LONG,
                SHORT,
                (to, round) -> {
                  while (!release.get()) {
                    Thread.onSpinWait();
                  }
                })
            .on("hanging");
    goesBlind(hanging, () -> rounds("timeout") == 1, () -> {});
    release.set(true);
  }

  /** Runs it beside one that is silent, and one that is so once it hangs. */
  private void goesBlind(TestingCollector hanging, BooleanSupplier hangs, Runnable thenRelease) {
    var network = new AtomicBoolean(); // as long as nobody answers all are asked
    var silent = new TestingCollector(SHORT, LONG, PollerSightIT::isSilent).on("silent");
    var other =
        new TestingCollector(
                SHORT,
                LONG,
                (to, round) -> {
                  if (!network.get()) {
                    isSilent(to, round);
                  }
                })
            .on("other");
    try (var poller = new Poller(List.of(hanging, silent, other))) {
      poller.start(context);
      await().atMost(PATIENCE).until(hangs::getAsBoolean);
      network.set(true);
      await()
          .atMost(PATIENCE)
          .until(() -> sink.values("collector_up", "target", "other").contains(1.0));
      await().atMost(PATIENCE).until(() -> sink.last("agent_blind").orElse(1) == 0);
      network.set(false);
      int rounds = other.rounds.get();
      await().atMost(PATIENCE).until(() -> other.rounds.get() > rounds + 2);
      thenRelease.run();
      await().atMost(PATIENCE).until(() -> sink.last("agent_blind").orElse(0) == 1);
    }
  }

  private static void isSilent(EventSink to, int round) throws NoAnswerException {
    throw new NoAnswerException("no route", List.of());
  }

  @Test
  void anAgentThatReachesNothingSaysThatItIsBlindAndBlamesNobodyUntilOneAnswers() {
    var network = new AtomicBoolean();
    TestingCollector.Body body =
        (to, round) -> {
          if (!network.get()) {
            throw new NoAnswerException(
                "no route", List.of(MetricEvent.of("db_up", Labels.EMPTY, 0, Instant.EPOCH)));
          }
        };
    var one = new TestingCollector(SHORT, LONG, body).on("one");
    var two = new TestingCollector(SHORT, LONG, body).on("two");
    var here = new TestingCollector(SHORT, LONG, (to, round) -> {}).on("127.0.0.1");
    try (var poller = new Poller(List.of(one, two, here))) {
      poller.start(context);
      await()
          .atMost(PATIENCE)
          .until(() -> sink.last("agent_blind", "agent", "collect").orElse(0) == 1);
      assertThat(registry.getSampleValue("pointsman_agent_collect_blind")).isEqualTo(1);
      int rounds = one.rounds.get();
      await().atMost(PATIENCE).until(() -> one.rounds.get() > rounds + 3);
      assertThat(sink.of("db_up")).isEmpty();
      assertThat(sink.of("collector_up", "target", "one")).isEmpty();
      assertThat(sink.values("collector_up", "target", "127.0.0.1")).contains(1.0);
      assertThat(registry.getSampleValue("pointsman_agent_collect_dropped_blind_total"))
          .isGreaterThanOrEqualTo(2);
      network.set(true);
      await().atMost(PATIENCE).until(() -> sink.last("agent_blind").orElse(1) == 0);
      await().atMost(PATIENCE).until(() -> sink.values("collector_up").contains(1.0));
    }
    assertThat(sink.values("collector_up", "target", "two")).doesNotContain(0.0);
  }

  @Test
  void manyThatAreDownAskOneThatAnswersAboutOnceASecondAndNoneOfThatIsTold() {
    var collectors = new ArrayList<TestingCollector>();
    for (int i = 0; i < 50; i++) {
      collectors.add(
          new TestingCollector(
                  SHORT,
                  LONG,
                  (to, round) -> {
                    throw new NoAnswerException(
                        "no route",
                        List.of(MetricEvent.of("db_up", Labels.EMPTY, 0, Instant.EPOCH)));
                  })
              .on("down-" + i));
    }
    var well =
        new TestingCollector(
                LONG,
                LONG,
                (to, round) ->
                    to.accept(MetricEvent.of("well", Labels.EMPTY, round, Instant.EPOCH)))
            .on("well");
    collectors.add(well);
    long began = System.nanoTime();
    try (var poller = new Poller(collectors)) {
      poller.start(context);
      await().atMost(PATIENCE).until(() -> well.rounds.get() >= 4);
      // Its own turn may have come, and the doubt of the start.
      Duration ran = Duration.ofNanos(System.nanoTime() - began);
      assertThat((long) well.rounds.get()).isLessThanOrEqualTo(ran.toSeconds() + 3);
      await().atMost(PATIENCE).until(() -> sink.of("db_up").size() > 1000);
    }
    assertThat(sink.of("well").size()).isLessThanOrEqualTo(1);
    assertThat(sink.values("agent_blind")).containsOnly(0.0);
    assertThat(sink.values("collector_up", "target", "well").size()).isLessThanOrEqualTo(1);
  }
}
