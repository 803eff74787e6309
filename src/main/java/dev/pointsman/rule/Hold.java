package dev.pointsman.rule;

/**
 * How long a verdict must hold before an alert follows it.
 *
 * @param beforeFiringMillis the rule's {@code for}; 0 or more
 * @param beforeResolvedMillis the rule's {@code keep_firing_for}; 0 or more
 */
public record Hold(long beforeFiringMillis, long beforeResolvedMillis) {

  public static final Hold NONE = new Hold(0, 0);

  public Hold {
    if (beforeFiringMillis < 0 || beforeResolvedMillis < 0) {
      throw new IllegalArgumentException("a duration must not be negative");
    }
  }
}
