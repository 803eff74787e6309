package dev.pointsman.alert;

import static dev.pointsman.rule.Aggregate.AVG;
import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.MAX;
import static dev.pointsman.rule.TestingRules.by;
import static dev.pointsman.rule.TestingRules.condition;
import static dev.pointsman.rule.TestingRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group of so many series that not all of them are looked at for each event. */
class ManySeriesTest {

  private static final int SERIES = 20;

  private final TestingGroup group = new TestingGroup();

  private void take(int series, long timestamp, double value) {
    var labels = Labels.of("cluster", "c", "replica", "r" + series);
    group.take(new Event(labels, timestamp, List.of(new Measurement("m", value))), timestamp);
  }

  private void takeOfAll(long timestamp, double value) {
    for (int series = 0; series < SERIES; series++) {
      take(series, timestamp, value);
    }
  }

  @Test
  void whatTimeTakesAwayIsNotCountedWithWhatComesAfterwards() {
    group.live(condition("m", COUNT, ">= 3", 100));
    takeOfAll(1000, 1);
    takeOfAll(1010, 1);
    take(0, 1105, 1);
    assertThat(group.told).as("of 1000, 1010 and 1105, the first is gone").isEmpty();
    take(1, 1106, 1);
    take(1, 1107, 1);
    assertThat(group.told).containsExactly("1107 firing condition 3.0");
    take(0, 1111, 1);
    assertThat(group.told).hasSize(2).last().isEqualTo("1111 resolved condition 2.0");
  }

  @Test
  void whatTimeTakesAwayIsNoValueOfAnyMore() {
    group.live(condition("m", MAX, "> 9", 100));
    takeOfAll(1000, 7);
    takeOfAll(1050, 2);
    take(0, 1060, 10);
    take(0, 1160, 3);
    assertThat(group.told)
        .containsExactly("1060 firing condition 10.0", "1160 resolved condition 3.0");
    assertThat(group.transitions.get(1).evidence())
        .extracting(Evidence::timestamp)
        .containsOnly(1160L);
  }

  @Test
  void anAverageRisesByWhatTimeTakesAway() {
    group.live(condition("m", AVG, "> 5", 100));
    takeOfAll(1000, 0);
    takeOfAll(1050, 6);
    take(0, 1099, 0);
    assertThat(group.told).isEmpty();
    take(0, 1100, 0);
    assertThat(group.told)
        .as("of those that nothing new came of")
        .containsExactly("1100 firing condition 6.0");
  }

  @Test
  void whatIsLateForOneConditionAloneIsNotTakenFromItsCount() {
    group.live(
        rule("fast", by("cluster"), condition("m", COUNT, ">= 3", 60)),
        rule("slow", by("cluster"), condition("m", COUNT, ">= 10", 600)));
    takeOfAll(1000, 0);
    take(1, 1100, 0);
    take(0, 1035, 1);
    take(0, 1200, 1);
    take(0, 1210, 1);
    take(0, 1220, 1);
    assertThat(group.told).containsExactly("1220 firing condition 3.0");
  }

  @Test
  void seriesOfWhichNothingIsLeftAreForgottenHoweverManyComeOnlyOnce() {
    group.live(condition("m", COUNT, ">= 3", 100));
    for (int series = 0; series < 10_000; series++) {
      take(series, 1000 + series, 0);
    }
    assertThat(group.memory.seriesCount()).isLessThan(4 * 100);
  }
}
