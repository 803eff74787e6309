package dev.pointsman.notify;

import dev.pointsman.alert.Transition;
import dev.pointsman.rule.Severity;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell one destination: an entry of the outbox, there until the destination took it or
 * it is given up.
 *
 * @param transition firing for a {@link Kind#TRIGGER}, else resolved
 * @param firing what was told before, for a resolve that knows it
 * @param message where the message to change stands, for a resolve that knows it
 * @param lookFirst an earlier attempt may have been received, although nobody remembers an answer
 * @param inFlight a call is under way
 * @param failures attempts known to have failed
 * @param notBefore milliseconds since the epoch
 */
public record Delivery(
    Destination destination,
    Kind kind,
    Severity severity,
    Transition transition,
    @Nullable Transition firing,
    @Nullable MessageRef message,
    boolean lookFirst,
    boolean inFlight,
    int failures,
    long notBefore) {

  /** What is to be said. */
  public enum Kind {
    /** It fires. */
    TRIGGER,
    /** It is over. */
    RESOLVE,
    /** It is over, but only to someone who was told that it fires. */
    RESOLVE_IF_TOLD;

    /** The name in state and in what is output. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** When the episode that this is about began, milliseconds since the epoch. */
  public long startsAt() {
    return Objects.requireNonNull(transition.startsAt());
  }

  boolean isAboutSame(Delivery other) {
    return destination.equals(other.destination) && startsAt() == other.startsAt();
  }

  boolean isFollowedByItsEnd(Delivery later) {
    return kind == Kind.TRIGGER && later.kind != Kind.TRIGGER && isAboutSame(later);
  }

  /**
   * A page that may be open already must not be closed by the resolve of an earlier episode: both
   * have the same key.
   */
  boolean mayUndo(Delivery later) {
    return kind != Kind.TRIGGER
        && later.kind == Kind.TRIGGER
        && later.lookFirst
        && destination.equals(later.destination)
        && destination.service() == Service.PAGERDUTY;
  }

  Delivery started() {
    return with(message, lookFirst, true, failures, notBefore);
  }

  /** After an attempt that failed. */
  Delivery waiting(boolean mayHaveArrived, int newFailures, long until) {
    return with(message, lookFirst || mayHaveArrived, false, newFailures, until);
  }

  /** After a restart: a call that was under way may have arrived, and so may one begun since. */
  Delivery restored(long from) {
    return with(message, true, false, failures, Math.max(notBefore, from));
  }

  Delivery withMessage(@Nullable MessageRef newMessage) {
    return with(newMessage, lookFirst, inFlight, failures, notBefore);
  }

  Delivery withLookFirst(boolean newLookFirst) {
    return with(message, newLookFirst, inFlight, failures, notBefore);
  }

  private Delivery with(
      @Nullable MessageRef newMessage,
      boolean newLookFirst,
      boolean newInFlight,
      int newFailures,
      long newNotBefore) {
    return new Delivery(
        destination,
        kind,
        severity,
        transition,
        firing,
        newMessage,
        newLookFirst,
        newInFlight,
        newFailures,
        newNotBefore);
  }
}
