package dev.pointsman.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineTest {

  private static final long[] TIMES = {-70_000, -1, 0, 1, 65_535, 65_536, 1_763_700_000_000L};

  private static final List<Labels> LABELS =
      List.of(
          Labels.EMPTY,
          Labels.of("a", "1"),
          Labels.of("a", "1", "b", "2"),
          Labels.of("a", "10"),
          Labels.of("a", "", "b", "2"),
          Labels.of("a-b", "1"),
          Labels.of("a-b", "1", "a", "1"),
          Labels.of("a", "\uD83D\uDE80"),
          Labels.of("a", "\uFFFD"),
          Labels.of("\u00E9", "z"));

  private static Transition transition(long at, String alert, Labels labels) {
    return new Transition(
        alert,
        AlertStatus.FIRING,
        Reason.CONDITION,
        Severity.WARNING,
        labels,
        "0",
        1.0,
        at,
        at,
        null,
        List.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  @Test
  void linesOrderAsTheirTransitionsDo() {
    var all = new ArrayList<Transition>();
    for (long at : TIMES) {
      for (String alert : List.of("a", "a-b", "aa", "b")) {
        for (Labels labels : LABELS) {
          all.add(transition(at, alert, labels));
        }
      }
    }
    for (Transition one : all) {
      for (Transition other : all) {
        assertThat(Integer.signum(Line.of(one).compareTo(Line.of(other))))
            .as("%s and %s", one, other)
            .isEqualTo(Integer.signum(Replay.ORDER.compare(one, other)));
      }
    }
  }
}
