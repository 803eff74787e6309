package dev.pointsman.bench.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Event;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.EventKind;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTest {

  private static final Fleet FLEET = new Fleet(100_000);

  private static Event event(int target, int n) {
    return ((Decoded.Accepted)
            new EventDecoder(EventDecoder.EARLIEST)
                .decode(EventKind.HEALTH_CHECK, FLEET.json(target, n), Long.MAX_VALUE))
        .event();
  }

  @Test
  void aCheckIsAnEventOfAboutTwoHundredBytes() {
    assertThat(FLEET.json(99_999, 3)).hasSizeBetween(170, 230);
    Event event = event(99_999, 3);
    assertThat(event.labels().get("target")).startsWith("web-10099999.");
    assertThat(event.timestamp()).isEqualTo(FLEET.timestamp(99_999, 3));
    assertThat(event.measurements()).hasSize(2);
    assertThat(event.measurements().get(0).value()).isEqualTo(FLEET.isDown(99_999, 3) ? 1 : 0);
  }

  @Test
  void aTargetIsCheckedEveryTenSecondsAndAllTargetsInTurn() {
    assertThat(FLEET.timestamp(7, 5) - FLEET.timestamp(7, 4)).isEqualTo(10_000);
    assertThat(IntStream.range(0, 100_000).mapToObj(target -> FLEET.timestamp(target, 2)))
        .isSorted()
        .last()
        .isEqualTo(FLEET.timestamp(0, 2) + 9_999);
  }

  @Test
  void everyRegionHasAsManyTargetsAndAllKindsOfThem() {
    var seen = new HashSet<String>();
    var inRegion = new int[Fleet.REGIONS.size()];
    for (int target = 0; target < 100_000; target++) {
      var labels = event(target, 0).labels();
      inRegion[Fleet.REGIONS.indexOf(labels.getOrEmpty("region"))]++;
      seen.add(labels.get("check") + labels.get("region") + labels.get("observer"));
    }
    assertThat(inRegion).containsOnly(10_000);
    assertThat(seen).hasSize(Fleet.CHECKS * Fleet.REGIONS.size() * Fleet.OBSERVERS);
  }

  @ParameterizedTest
  @ValueSource(ints = {Fleet.WELL, 4})
  void oneCheckInSoManyFailsAlone(int failsOneIn) {
    var fleet = new Fleet(10_000, failsOneIn);
    long alone =
        IntStream.range(0, 10_000 * 40)
            .filter(i -> fleet.failsAlone(i % 10_000, i / 10_000))
            .count();
    assertThat(alone).isCloseTo(10_000 * 40 / failsOneIn, Percentage.withPercentage(5));
  }

  @Test
  void aFleetOfWhichNothingCanBeMadeIsRefused() {
    assertThatThrownBy(() -> new Fleet(0)).hasMessageContaining("target");
    assertThatThrownBy(() -> new Fleet(1, 0)).hasMessageContaining("0");
  }

  @Test
  void aFewTargetsFailForAMinuteAndHeal() {
    long threeInARow =
        IntStream.range(0, 100_000)
            .filter(
                target ->
                    IntStream.range(0, 38)
                        .anyMatch(
                            n ->
                                FLEET.isDown(target, n)
                                    && FLEET.isDown(target, n + 1)
                                    && FLEET.isDown(target, n + 2)))
            .count();
    assertThat(threeInARow).isBetween(500L, 1500L);
    long down = IntStream.range(0, 100_000).filter(target -> FLEET.isDown(target, 39)).count();
    assertThat(down).isBetween(200L, 2000L);
  }
}
