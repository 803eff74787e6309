package dev.pointsman.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.postgres.HeartbeatTable.Shown;
import dev.pointsman.agent.postgres.HeartbeatTable.Written;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Beats every five seconds, in milliseconds of a clock that has nothing to do with their times. */
class BeatsTest {

  private static final long BEAT = 1_763_700_000_000L;

  @Test
  void whatShowsTheNewestAtOnceIsNotBehind() {
    assertThat(beats(3).lag(new Shown(beat(2), null, at(10_100)))).isZero();
  }

  @Test
  void whatShowsTheNewestAfterSomeLooksIsBehindByTheTimeToTheLastInVain() {
    assertThat(beats(3).lag(shown(beat(2), 10_250))).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whatLacksSomeIsBehindByTheAgeOfTheOldestOfThem() {
    assertThat(beats(5).lag(shown(beat(1), 21_500))).isEqualTo(Duration.ofMillis(11_500));
  }

  @Test
  void aReplicaWithoutTheRowLacksTheFirst() {
    assertThat(beats(3).lag(shown(null, 11_500))).isEqualTo(Duration.ofMillis(11_500));
  }

  @Test
  void whatLacksBeatsOfAnEarlierAgentIsBehindByWhatTheBeatItselfSays() {
    var beats = new Beats("r1", 1, new Written(beat(10), beat(9), nanos(50_000)));
    assertThat(beats.lag(shown(beat(9), 51_000))).isEqualTo(Duration.ofSeconds(1));
    assertThat(beats.lag(shown(beat(2), 51_000))).isEqualTo(Duration.ofSeconds(41));
  }

  @Test
  void whatLacksBeatsOfAnEarlierAgentWhoseClockRanAheadLacksAtLeastTheKnownOnes() {
    var beats = new Beats("r1", 1, new Written(beat(100), beat(99), nanos(0)));
    assertThat(beats.lag(shown(beat(50), 1000))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void beatsOfAnotherPrimaryOrTimelineAreOthers() {
    assertThat(beats(1).areOf("r1", 1)).isTrue();
    assertThat(beats(1).areOf("r2", 1)).isFalse();
    assertThat(beats(1).areOf("r1", 2)).isFalse();
  }

  @Test
  void aDayOfBeatsIsRememberedAndNoMore() {
    Beats beats = beats(25_000);
    assertThat(beats.lag(shown(beat(7000), 5000L * 25_000)))
        .isEqualTo(Duration.ofSeconds(5).multipliedBy(25_000 - 7001));
    assertThat(beats.lag(shown(beat(0), 5000L * 25_000)))
        .isEqualTo(Duration.ofSeconds(5).multipliedBy(25_000));
  }

  private static Beats beats(int count) {
    var beats = new Beats("r1", 1, new Written(beat(0), null, nanos(0)));
    for (int i = 1; i < count; i++) {
      beats.add(new Written(beat(i), beat(i - 1), nanos(5000L * i)));
    }
    return beats;
  }

  private static long beat(int index) {
    return BEAT + 5000L * index;
  }

  private static Shown shown(@Nullable Long beat, long missedAtMillis) {
    return new Shown(beat, nanos(missedAtMillis), at(missedAtMillis));
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(BEAT + millis);
  }

  /** Times of {@link System#nanoTime()} may be below zero. */
  private static long nanos(long millis) {
    return -3_000_000_000L + millis * 1_000_000;
  }
}
