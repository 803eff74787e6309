package dev.pointsman.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTimesTest {

  private static final long MINUTE = 60_000;

  @Test
  void aFailureIsAddedOnceAndASuccessNever() {
    long[] one = FailureTimes.at(null, MINUTE, true);
    assertThat(one).containsExactly(MINUTE);
    assertThat(FailureTimes.at(one, MINUTE, true)).isSameAs(one);
    assertThat(FailureTimes.at(one, 2 * MINUTE, false)).isSameAs(one);
    assertThat(FailureTimes.at(one, 2 * MINUTE, true)).containsExactly(MINUTE, 2 * MINUTE);
    assertThat(FailureTimes.at(null, MINUTE, false)).isEmpty();
  }

  @Test
  void aFailureLeavesWhenItIsAWindowOld() {
    long[] two = {MINUTE, 2 * MINUTE};
    assertThat(FailureTimes.at(two, 6 * MINUTE - 1, false)).isSameAs(two);
    assertThat(FailureTimes.at(two, 6 * MINUTE, false)).containsExactly(2 * MINUTE);
    assertThat(FailureTimes.at(two, 6 * MINUTE, true)).containsExactly(2 * MINUTE, 6 * MINUTE);
    assertThat(FailureTimes.at(two, 20 * MINUTE, false)).isEmpty();
  }
}
