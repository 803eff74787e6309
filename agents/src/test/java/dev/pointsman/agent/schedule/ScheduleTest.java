package dev.pointsman.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final long SECOND = 1_000_000_000L;

  private final Schedule everyTenSeconds = new Schedule(10_000, 3_000);

  @Test
  void theFirstTimeIsOneOfItsOwnByTheClockOfTheWall() {
    assertThat(everyTenSeconds.after(Instant.ofEpochSecond(100)))
        .isEqualTo(Instant.ofEpochSecond(103));
    assertThat(everyTenSeconds.after(Instant.ofEpochSecond(103)))
        .isEqualTo(Instant.ofEpochSecond(113));
  }

  @Test
  void theNextTimeIsAnIntervalLaterHoweverLateOrEarlyTheTimerWas() {
    long due = -5 * SECOND; // a monotonic clock begins anywhere
    assertThat(everyTenSeconds.next(due, due)).isEqualTo(due + 10 * SECOND);
    assertThat(everyTenSeconds.next(due, due - 1)).isEqualTo(due + 10 * SECOND);
    assertThat(everyTenSeconds.next(due, due + 9 * SECOND)).isEqualTo(due + 10 * SECOND);
  }

  @Test
  void whatWasMissedIsNotMadeUpFor() {
    assertThat(everyTenSeconds.next(0, 10 * SECOND)).isEqualTo(20 * SECOND);
    assertThat(everyTenSeconds.next(0, 3605 * SECOND)).isEqualTo(3610 * SECOND);
  }
}
