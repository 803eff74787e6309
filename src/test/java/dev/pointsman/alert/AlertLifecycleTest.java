package dev.pointsman.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.alert.Alert.Phase;
import dev.pointsman.alert.AlertLifecycle.Change;
import dev.pointsman.alert.AlertLifecycle.Step;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.NoData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An alert is written {@code FIRING@100}, or {@code FIRING@120 from 100} where it began before. */
class AlertLifecycleTest {

  @ParameterizedTest
  @CsvSource({
    // before, verdict, for, keep_firing_for, at, after, change
    "inactive, true, 0, 0, 100, FIRING@100, BEGAN_FIRING",
    "inactive, true, 0, 30, 100, FIRING@100, BEGAN_FIRING",
    "inactive, true, 20, 0, 100, PENDING@100, BECAME_PENDING",
    "inactive, false, 0, 0, 100, inactive, UNCHANGED",
    "inactive, false, 20, 30, 100, inactive, UNCHANGED",
    "PENDING@100, true, 20, 0, 119, PENDING@100, UNCHANGED",
    "PENDING@100, true, 20, 0, 120, FIRING@120, BEGAN_FIRING",
    "PENDING@100, true, 20, 0, 150, FIRING@150, BEGAN_FIRING",
    "PENDING@100, true, 0, 0, 100, FIRING@100, BEGAN_FIRING",
    "PENDING@100, false, 20, 0, 110, inactive, BECAME_INACTIVE",
    "PENDING@100, false, 20, 30, 120, inactive, BECAME_INACTIVE",
    "FIRING@100, true, 20, 0, 110, FIRING@100, UNCHANGED",
    "FIRING@100, false, 20, 0, 110, inactive, RESOLVED",
    "FIRING@100, false, 0, 30, 110, RECOVERING@110 from 100, UNCHANGED",
    "RECOVERING@110 from 100, false, 0, 30, 139, RECOVERING@110 from 100, UNCHANGED",
    "RECOVERING@110 from 100, false, 0, 30, 140, inactive, RESOLVED",
    "RECOVERING@110 from 100, false, 0, 30, 500, inactive, RESOLVED",
    "RECOVERING@110 from 100, false, 0, 0, 110, inactive, RESOLVED",
    "RECOVERING@110 from 100, true, 0, 30, 120, FIRING@120 from 100, UNCHANGED",
    "RECOVERING@110 from 100, true, 0, 30, 150, FIRING@150 from 100, UNCHANGED",
    "FIRING@120 from 100, false, 0, 30, 145, RECOVERING@145 from 100, UNCHANGED",
    "FIRING@120 from 100, false, 0, 0, 145, inactive, RESOLVED",
    "PENDING@100, true, 9223372036854775807, 0, 9223372036854775806, PENDING@100, UNCHANGED",
  })
  void aVerdictMovesAnAlert(
      String before, boolean verdict, long hold, long keep, long at, String after, Change change) {
    assertThat(AlertLifecycle.advance(alert(before), verdict, new Hold(hold, keep), at))
        .isEqualTo(new Step(alert(after), change));
  }

  @ParameterizedTest
  @CsvSource({
    "inactive, KEEP, inactive, UNCHANGED",
    "inactive, RESOLVE, inactive, UNCHANGED",
    "inactive, ALERT, FIRING@500, BEGAN_FIRING",
    "PENDING@100, KEEP, PENDING@100, UNCHANGED",
    "PENDING@100, RESOLVE, PENDING@100, UNCHANGED",
    "PENDING@100, ALERT, FIRING@500, BEGAN_FIRING",
    "FIRING@100, KEEP, FIRING@100, UNCHANGED",
    "FIRING@100, RESOLVE, inactive, RESOLVED",
    "FIRING@100, ALERT, FIRING@100, UNCHANGED",
    "RECOVERING@110 from 100, KEEP, RECOVERING@110 from 100, UNCHANGED",
    "RECOVERING@110 from 100, RESOLVE, inactive, RESOLVED",
    "RECOVERING@110 from 100, ALERT, RECOVERING@110 from 100, UNCHANGED",
  })
  void silenceMovesAnAlertAsItsPolicySays(
      String before, NoData.Policy policy, String after, Change change) {
    assertThat(AlertLifecycle.silence(alert(before), policy, 500))
        .isEqualTo(new Step(alert(after), change));
  }

  @Test
  void onlyAPendingAlertHasNotStarted() {
    assertThat(Alert.pending(1).isFiring()).isFalse();
    assertThat(Alert.firing(1).isFiring()).isTrue();
    assertThat(new Alert(Phase.RECOVERING, 2, 1L).isFiring()).isTrue();
    assertThatThrownBy(() -> new Alert(Phase.PENDING, 1, 1L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Alert(Phase.FIRING, 1, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static @Nullable Alert alert(String text) {
    if (text.equals("inactive")) {
      return null;
    }
    String[] parts = text.split("@| from ", -1);
    Phase phase = Phase.valueOf(parts[0]);
    long since = Long.parseLong(parts[1]);
    Long startsAt = phase == Phase.PENDING ? null : (Long) Long.parseLong(parts[parts.length - 1]);
    return new Alert(phase, since, startsAt);
  }
}
