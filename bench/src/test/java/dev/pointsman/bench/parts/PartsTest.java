package dev.pointsman.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** That each part takes the path of the job that it is named after. */
class PartsTest {

  private final Parts parts = new Parts();

  @Test
  void whatIsPutOffIsNothingButPutOff() {
    for (int i = 0; i < 100 * Parts.TARGETS; i++) {
      assertThat(parts.putOff()).isTrue();
    }
  }

  @Test
  void inEachEpisodeAllFiveRulesOfATargetFireAndResolve() {
    var transitions = new ArrayList<Transition>();
    for (int i = 0; i < 2 * Parts.EPISODE_CHECKS * Parts.TARGETS; i++) {
      if (i == Parts.EPISODE_CHECKS * Parts.TARGETS) {
        transitions.clear(); // nothing of an episode before was left to resolve
      }
      parts.verdict(transitions::add);
    }
    for (AlertStatus each : new AlertStatus[] {AlertStatus.FIRING, AlertStatus.RESOLVED}) {
      assertThat(transitions.stream().filter(transition -> transition.state() == each))
          .hasSize(5 * Parts.TARGETS);
    }
  }

  @Test
  void aRingThatMovesOnHasAllFiveWindowsHoldAndLetGo() {
    var holding = new ArrayList<Integer>();
    for (int i = 0; i < Parts.EPISODE_CHECKS * Parts.TARGETS; i++) {
      holding.add(parts.windowUpdate());
    }
    assertThat(holding).contains(0, 1, 2, 3, 4, 5);
  }

  @Test
  void anOriginIsFoundToConcernTheSameGroupWhetherItIsKnownOrNew() {
    for (int i = 0; i < Parts.TARGETS; i++) {
      assertThat(parts.matchKnownOrigin()).isNotNull();
      assertThat(parts.matchNewOrigin()).isNotNull();
    }
  }
}
