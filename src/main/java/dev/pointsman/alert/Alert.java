package dev.pointsman.alert;

import org.jspecify.annotations.Nullable;

/**
 * An alert that is not inactive: what the lifecycle remembers of it.
 *
 * @param since when this phase began, in milliseconds since the epoch
 * @param startsAt when it began to fire; null while pending
 */
public record Alert(Phase phase, long since, @Nullable Long startsAt) {

  /** Where a live alert stands. */
  public enum Phase {
    PENDING,
    FIRING,
    /** Firing, with a verdict that has been false since; not told to anybody. */
    RECOVERING
  }

  public Alert {
    if ((phase == Phase.PENDING) != (startsAt == null)) {
      throw new IllegalArgumentException(phase + " with starts_at " + startsAt);
    }
  }

  public boolean isFiring() {
    return phase != Phase.PENDING;
  }

  static Alert pending(long since) {
    return new Alert(Phase.PENDING, since, null);
  }

  static Alert firing(long startsAt) {
    return new Alert(Phase.FIRING, startsAt, startsAt);
  }
}
