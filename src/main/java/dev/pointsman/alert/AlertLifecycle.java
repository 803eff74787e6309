package dev.pointsman.alert;

import dev.pointsman.alert.Alert.Phase;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.NoData;
import org.jspecify.annotations.Nullable;

/**
 * The life of an alert of one group. An inactive alert is null.
 *
 * <pre>
 *               true, for > 0            true, held for `for`
 *   inactive ──────────────────▶ pending ────────────────────▶ firing ◀──── true ────┐
 *      ▲  ▲                         │                          │    │                │
 *      │  └───────── false ─────────┘       false, keep = 0    │    └─ false ─▶ recovering
 *      └───────────────────────────────────────────────────────┘                     │
 *      └──────────────────────────── false, held for keep_firing_for ────────────────┘
 * </pre>
 */
public final class AlertLifecycle {

  /** What one verdict, or a silence, made of an alert. */
  public enum Change {
    UNCHANGED,
    BECAME_PENDING,
    BECAME_INACTIVE,
    BEGAN_FIRING,
    RESOLVED
  }

  /**
   * The alert after a step, and what the step was.
   *
   * @param alert null where it is inactive now
   */
  public record Step(@Nullable Alert alert, Change change) {}

  private AlertLifecycle() {}

  /**
   * One verdict.
   *
   * @param alert null where it is inactive
   * @param at the group's time, in milliseconds since the epoch
   */
  public static Step advance(@Nullable Alert alert, boolean verdict, Hold hold, long at) {
    if (alert == null) {
      if (!verdict) {
        return new Step(null, Change.UNCHANGED);
      }
      return hold.beforeFiringMillis() == 0
          ? new Step(Alert.firing(at), Change.BEGAN_FIRING)
          : new Step(Alert.pending(at), Change.BECAME_PENDING);
    }
    return switch (alert.phase()) {
      case PENDING -> {
        if (!verdict) {
          yield new Step(null, Change.BECAME_INACTIVE);
        }
        yield at - alert.since() >= hold.beforeFiringMillis()
            ? new Step(Alert.firing(at), Change.BEGAN_FIRING)
            : new Step(alert, Change.UNCHANGED);
      }
      case FIRING -> {
        if (verdict) {
          yield new Step(alert, Change.UNCHANGED);
        }
        yield hold.beforeResolvedMillis() == 0
            ? new Step(null, Change.RESOLVED)
            : new Step(new Alert(Phase.RECOVERING, at, alert.startsAt()), Change.UNCHANGED);
      }
      case RECOVERING -> {
        if (verdict) {
          yield new Step(new Alert(Phase.FIRING, at, alert.startsAt()), Change.UNCHANGED);
        }
        yield at - alert.since() >= hold.beforeResolvedMillis()
            ? new Step(null, Change.RESOLVED)
            : new Step(alert, Change.UNCHANGED);
      }
    };
  }

  /**
   * Silence: nothing new came for the rule's {@code no_data_after}.
   *
   * @param at when that time was over, in milliseconds since the epoch
   */
  public static Step silence(@Nullable Alert alert, NoData.Policy policy, long at) {
    boolean firing = alert != null && alert.isFiring();
    return switch (policy) {
      case KEEP -> new Step(alert, Change.UNCHANGED);
      case RESOLVE -> firing ? new Step(null, Change.RESOLVED) : new Step(alert, Change.UNCHANGED);
      case ALERT ->
          firing
              ? new Step(alert, Change.UNCHANGED)
              : new Step(Alert.firing(at), Change.BEGAN_FIRING);
    };
  }
}
