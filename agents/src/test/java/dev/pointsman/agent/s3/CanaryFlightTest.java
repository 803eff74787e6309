package dev.pointsman.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CanaryFlightTest {

  private final CanaryFlight flight = new CanaryFlight();

  @Test
  void whatHasArrivedTookAsLongAsUntilItWasSeen() {
    flight.wrote(at(0));
    flight.saw(at(0), at(3));
    flight.saw(at(0), at(60)); // seen again
    assertThat(flight.allArrived()).isTrue();
    assertThat(flight.lag(at(60))).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whatNeverArrivesBecomesOlder() {
    flight.wrote(at(0));
    flight.wrote(at(60));
    assertThat(flight.lag(at(70))).isEqualTo(Duration.ofSeconds(70));
    assertThat(flight.lag(at(700))).isEqualTo(Duration.ofSeconds(700));
  }

  @Test
  void aLaterWriteThatArrivesHasOvertakenThoseBefore() {
    flight.wrote(at(0));
    flight.wrote(at(60));
    flight.wrote(at(120));
    flight.saw(at(60), at(125));
    assertThat(flight.allArrived()).isFalse();
    assertThat(flight.lag(at(130))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aWriteOfBeforeThatHasArrivedIsNotWaitedFor() {
    flight.saw(at(60), at(61));
    flight.wrote(at(0));
    assertThat(flight.allArrived()).isTrue();
  }

  @Test
  void aClockThatRunsAheadGivesNoNegativeLag() {
    flight.wrote(at(10));
    assertThat(flight.lag(at(5))).isEqualTo(Duration.ZERO);
    flight.saw(at(10), at(5));
    assertThat(flight.lag(at(5))).isEqualTo(Duration.ZERO);
  }

  @Test
  void theOldestIsKeptHoweverLongNothingArrives() {
    for (int i = 0; i < 30_000; i++) {
      flight.wrote(at(i));
    }
    assertThat(flight.lag(at(30_000))).isEqualTo(Duration.ofMinutes(500));
    flight.saw(at(29_999), at(30_000));
    assertThat(flight.allArrived()).isTrue();
  }

  private static Instant at(int second) {
    return Instant.EPOCH.plusSeconds(second);
  }
}
