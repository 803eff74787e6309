package dev.pointsman.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.Labels;
import java.io.IOException;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PollerIT extends PollerFixture {

  @Test
  void aRoundForWhichTheAgentLacksFilesWasNoneAndNothingIsToldOfTheSystem() {
    var lacks = new AtomicBoolean(true);
    var poor =
        new TestingCollector(
                SHORT,
                LONG,
                (to, round) -> {
                  if (lacks.get()) {
                    throw new IOException("no way", new SocketException("Too many open files"));
                  }
                })
            .on("poor");
    try (var poller = new Poller(List.of(poor))) {
      poller.start(context);
      await().atMost(PATIENCE).until(() -> rounds("not_asked") >= 3);
      await().atMost(PATIENCE).until(() -> coverage.silent() == 1);
      assertThat(sink.of("collector_up")).isEmpty();
      assertThat(faulty()).isEqualTo(1);
      lacks.set(false);
      await().atMost(PATIENCE).until(() -> sink.values("collector_up").contains(1.0));
      await().atMost(PATIENCE).until(() -> faulty() == 0);
      assertThat(sink.values("collector_up")).containsOnly(1.0);
    }
  }

  private double faulty() {
    return Objects.requireNonNullElse(
        registry.getSampleValue(
            "pointsman_agent_collect_faulty",
            new String[] {"reason"},
            new String[] {"local_fault"}),
        0.0);
  }

  @Test
  void eachRoundTellsWhatItFoundAndThatItWentWell() {
    var collector =
        new TestingCollector(
            SHORT,
            SHORT,
            (to, round) -> to.accept(MetricEvent.of("found", Labels.EMPTY, round, Instant.EPOCH)));
    try (var poller = new Poller(List.of(collector))) {
      poller.start(context);
      await().atMost(PATIENCE).until(() -> sink.values("collector_up").size() >= 3);
    }
    assertThat(sink.values("found")).startsWith(1.0, 2.0, 3.0);
    assertThat(sink.of("collector_up").get(0).labels())
        .isEqualTo(Labels.of("collector", "testing", "observer", "us-east-1", "target", "a:1"));
    assertThat(coverage.checks()).isEqualTo(1);
    assertThat(collector.closed).isTrue();
  }

  @Test
  void aClockThatIsSetBackDelaysNoRound() {
    var back = new AtomicBoolean();
    Clock set = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
    InstantSource clock = () -> back.get() ? set.instant() : Instant.now();
    var collector = new TestingCollector(SHORT, SHORT, (to, round) -> back.set(true));
    try (var poller = new Poller(List.of(collector))) {
      poller.start(context(clock.withZone(ZoneOffset.UTC)));
      await().atMost(PATIENCE).until(() -> sink.values("collector_up").size() >= 5);
    }
  }

  @Test
  void aRoundThatFailsSaysSoAndTheNextIsTried() {
    pollUntilUp(
        () -> {
          throw new IOException("connection refused");
        });
    assertThat(sink.values("collector_up")).startsWith(0.0, 0.0, 1.0);
    assertThat(rounds("failed")).isEqualTo(2);
  }

  @Test
  void aRoundThatRunsOutOfMemoryTellsNothingAndTheNextIsTried() {
    pollUntilUp(
        () -> {
          throw new OutOfMemoryError("Java heap space");
        });
    assertThat(sink.values("collector_up")).containsOnly(1.0);
    assertThat(rounds("not_asked")).isEqualTo(2);
  }

  /** The first two rounds break, and the next ones go well. */
  private void pollUntilUp(Callable<?> broken) {
    var collector =
        new TestingCollector(
            SHORT,
            LONG,
            (to, round) -> {
              if (round < 3) {
                broken.call();
              }
            });
    try (var poller = new Poller(List.of(collector))) {
      poller.start(context);
      await().atMost(PATIENCE).until(() -> sink.values("collector_up").contains(1.0));
    }
  }

  @Test
  void aRoundIsInterruptedAtItsTimeoutAndTheNextIsNot() {
    var never = new CountDownLatch(1);
    var interrupted = new AtomicInteger();
    var collector =
        new TestingCollector(
            SHORT,
            SHORT,
            (to, round) -> {
              if (round == 1) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  interrupted.incrementAndGet();
                  throw e;
                }
              }
            });
    try (var poller = new Poller(List.of(collector))) {
      poller.start(context);
      await().atMost(PATIENCE).until(() -> sink.values("collector_up").contains(1.0));
    }
    assertThat(interrupted).hasValue(1);
    assertThat(sink.values("collector_up").get(0)).isZero();
    assertThat(rounds("timeout")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void aCollectorThatCannotBeInterruptedNeverRunsTwiceAtATimeAndIsSaidToBeDown() {
    var release = new AtomicBoolean();
    var collector =
        new TestingCollector(
            SHORT,
            SHORT,
            (to, round) -> {
              while (!release.get()) {
                Thread.onSpinWait();
              }
            });
    try (var poller = new Poller(List.of(collector))) {
      poller.start(context);
      await().atMost(PATIENCE).until(() -> sink.values("collector_up").size() >= 5);
      assertThat(collector.rounds).hasValue(1);
      assertThat(sink.values("collector_up")).containsOnly(0.0);
      assertThat(overdue()).isGreaterThanOrEqualTo(1);
      release.set(true);
      await().atMost(PATIENCE).until(() -> sink.values("collector_up").contains(1.0));
    }
    assertThat(collector.mostAtATime).hasValue(1);
  }

  @Test
  void onceMeansEachOneTimeWithoutWaitingForWhenItIsDue() throws InterruptedException {
    var well = new TestingCollector(LONG, LONG, (to, round) -> {});
    var broken =
        new TestingCollector(
            LONG,
            LONG,
            (to, round) -> {
              throw new IOException("no");
            });
    try (var poller = new Poller(List.of(well, broken))) {
      poller.runOnce(context);
      assertThat(sink.values("collector_up")).containsExactlyInAnyOrder(1.0, 0.0);
    }
    assertThat(well.rounds).hasValue(1);
  }

  @Test
  void onceWaitsForWhatARoundTellsAsItIsInterrupted() throws InterruptedException {
    var slow =
        new TestingCollector(
            LONG,
            SHORT,
            (to, round) -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                while (rounds("timeout") == 0) {
                  Thread.onSpinWait();
                }
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos()); // work that it still has
                to.accept(MetricEvent.of("up", Labels.EMPTY, 0, Instant.EPOCH));
              }
            });
    try (var poller = new Poller(List.of(slow))) {
      poller.runOnce(context);
    }
    assertThat(sink.values("up")).containsExactly(0.0);
    assertThat(sink.values("collector_up")).containsExactly(0.0);
  }

  @Test
  void onceDoesNotWaitForOneThatCannotBeInterrupted() throws InterruptedException {
    var release = new AtomicBoolean();
    var hanging =
        new TestingCollector(
            LONG,
            SHORT,
            (to, round) -> {
              while (!release.get()) {
                Thread.onSpinWait();
              }
            });
    var poller = new Poller(List.of(hanging));
    poller.runOnce(context);
    assertThat(sink.values("collector_up")).containsExactly(0.0);
    release.set(true);
    poller.close();
  }

  @Test
  void whatARoundSaysOfItsSilenceAfterItsTimeIsToldToo() {
    var collector =
        new TestingCollector(
            LONG,
            SHORT,
            (to, round) -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new NoAnswerException(
                    "hangs", List.of(MetricEvent.of("db_up", Labels.EMPTY, 0, Instant.EPOCH)));
              }
            });
    try (var poller = new Poller(List.of(collector))) {
      assertThatCode(() -> poller.runOnce(context)).doesNotThrowAnyException();
    }
    assertThat(sink.values("db_up")).containsExactly(0.0);
    assertThat(sink.values("collector_up")).containsExactly(0.0);
  }

  @Test
  void whatMerelyWaitsForAThreadIsNotSaidToBeDown() {
    var release = new CountDownLatch(1);
    TestingCollector.Body waits = (to, round) -> release.await();
    var collectors =
        List.of(
            new TestingCollector(SHORT, LONG, waits).called("one"),
            new TestingCollector(SHORT, LONG, waits).called("two"));
    try (var poller = new Poller(collectors, 1)) {
      poller.start(context);
      await().atMost(PATIENCE).until(() -> sink.of("collector_up").size() >= 5 && overdue() >= 10);
      assertThat(sink.of("collector_up").stream().map(each -> each.labels().get("target")))
          .containsOnly(sink.of("collector_up").get(0).labels().get("target"));
      release.countDown();
    }
  }
}
