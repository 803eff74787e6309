package dev.pointsman.rule.yaml;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.yaml.Durations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transition that a test of rules wants to see; what is null may be anything.
 *
 * @param at milliseconds since the test's start, which is the epoch, as are the other times
 * @param labels all of the transition's labels
 */
public record ExpectedTransition(
    long at,
    String alert,
    AlertStatus state,
    Labels labels,
    @Nullable Double value,
    @Nullable Reason reason,
    @Nullable Long startsAt,
    @Nullable Long endsAt) {

  /** Whether a transition is what was wanted. */
  public boolean matches(Transition actual) {
    return at == actual.at()
        && alert.equals(actual.alert())
        && state == actual.state()
        && labels.equals(actual.labels())
        && (value == null || near(value, actual.value()))
        && (reason == null || reason == actual.reason())
        && (startsAt == null || Objects.equals(startsAt, actual.startsAt()))
        && (endsAt == null || Objects.equals(endsAt, actual.endsAt()));
  }

  /** Values that people write are rounded. */
  private static boolean near(double expected, @Nullable Double actual) {
    return actual != null && Math.abs(expected - actual) <= 1e-9 * Math.max(1, Math.abs(expected));
  }

  /** One line; what may be anything is not in it. */
  @Override
  public String toString() {
    return Durations.format(at)
        + (" " + state.text() + " " + alert + labels)
        + (value == null ? "" : " value " + value)
        + (reason == null ? "" : " reason " + reason.text())
        + (startsAt == null ? "" : " since " + Durations.format(startsAt))
        + (endsAt == null ? "" : " until " + Durations.format(endsAt));
  }
}
