package dev.pointsman.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  @Test
  void settingTheWallClockAgesNothingAndTimeDoes() {
    var wall = new TestingClock();
    var nanos = new AtomicLong(-5);
    var steady = new SteadyClock(wall, nanos::get);
    long start = wall.millis();
    wall.advance(Duration.ofDays(1));
    assertThat(steady.millis()).isEqualTo(start);
    nanos.addAndGet(Duration.ofSeconds(7).toNanos());
    assertThat(steady.millis()).isEqualTo(start + 7000);
  }
}
