package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroupRetentionTest {

  private static final long GIB = 1L << 30;

  @Test
  void asManySeriesAreLiveAsAThirdOfTheHeapHoldsForAllSubtasks() {
    assertThat(GroupRetention.DEFAULT.liveSeries(6 * GIB, 4)).isEqualTo(262_144);
    assertThat(GroupRetention.DEFAULT.liveSeries(6 * GIB, 1)).isEqualTo(1_048_576);
  }

  @Test
  void aFewAreLiveInTheSmallestHeapAndNotAllMemoryIsTakenInTheLargest() {
    assertThat(GroupRetention.DEFAULT.liveSeries(1 << 20, 16)).isEqualTo(1000);
    assertThat(GroupRetention.DEFAULT.liveSeries(1000 * GIB, 1)).isEqualTo(1 << 22);
  }

  @Test
  void whatIsSaidStands() {
    assertThat(new GroupRetention(Duration.ofDays(1), 7).liveSeries(1 << 20, 16)).isEqualTo(7);
  }
}
