package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthStateTest {

  /** Runs are + for up and - for down; states are + healthy, - unhealthy, ? not known. */
  @ParameterizedTest(name = "{0} healthy, {1} unhealthy: {2} is {3}")
  @CsvSource({
    "1, 1, +-+, +-+",
    "2, 3, +, ?",
    "2, 3, ++, ?+",
    "2, 3, --, ??",
    "2, 3, ---, ??-",
    "2, 3, +-+-+-, ??????",
    "2, 3, ++--+---, ?++++++-",
    "2, 3, ---+-++, ??----+",
    "2, 3, -+++, ??++",
  })
  void theStateFollowsEnoughRunsInARow(int healthy, int unhealthy, String runs, String states) {
    var state = new HealthState(new Thresholds(healthy, unhealthy));
    var found = new StringBuilder();
    for (int i = 0; i < runs.length(); i++) {
      Boolean after = state.after(runs.charAt(i) == '+');
      found.append(after == null ? '?' : after ? '+' : '-');
    }
    assertThat(found).hasToString(states);
  }
}
