package dev.pointsman.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingClock;
import dev.pointsman.connector.http.TestingLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DropLogTest {

  private final TestingClock clock = new TestingClock();
  private final AtomicLong counted = new AtomicLong();
  private final DropLog drops =
      new DropLog(
          "metrics",
          new QueueLimits(2 << 20, Duration.ofHours(24)),
          (reason, count) -> counted.addAndGet(count),
          clock);

  @Test
  void droppingIsSaidOnceWhenItBeginsAndOnceWhenItHasEnded() {
    try (TestingLog log = new TestingLog()) {
      drops.dropped(DropReason.TOO_LARGE, 7);
      drops.dropped(DropReason.SIZE, 5);
      clock.advance(Duration.ofMinutes(1));
      drops.look(Duration.ofMinutes(2)); // Kafka is still away, and the queue has room for a while
      drops.dropped(DropReason.SIZE, 3);
      drops.look(Duration.ZERO);
      assertThat(drops.lost()).isEqualTo(8);
      assertThat(said(log))
          .singleElement()
          .asString()
          .contains("metrics: the queue is full with 2 MiB, and the oldest readings are dropped");
      clock.advance(Duration.ofSeconds(30));
      drops.look(Duration.ofSeconds(1));
      drops.look(Duration.ofSeconds(1));
      assertThat(said(log)).hasSize(2);
      assertThat(said(log).get(1)).contains("metrics: no more readings are dropped; 8 were");
      assertThat(drops.lost()).isZero();
      drops.dropped(DropReason.AGE, 1);
      assertThat(said(log)).hasSize(3);
      assertThat(said(log).get(2))
          .contains("metrics: readings have waited for 24 hours, and what is older is dropped");
    }
    assertThat(counted).hasValue(16);
  }

  private static List<String> said(TestingLog log) {
    return log.lines().stream().filter(each -> each.startsWith("metrics: ")).toList();
  }
}
