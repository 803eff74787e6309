package dev.pointsman.notify;

import dev.pointsman.alert.Transition;
import dev.pointsman.notify.Delivery.Kind;
import dev.pointsman.notify.DeliveryState.Told;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom a transition is told to, and what follows from an answer; each destination of an
 * alert hears its story in order, once, and nothing about the past that it need not hear.
 *
 * @param hold how long what may have been told before a restart waits for what was told after it: a
 *     trigger repeated after its resolve would open a new incident
 */
public record DeliveryPolicy(RetryPolicy retries, Duration hold) implements Serializable {

  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(RetryPolicy.DEFAULT, Duration.ofSeconds(2));

  /** For how long after a transition an attempt that the receiver postponed is not counted. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** A decision, and the state after it. */
  public record Plan(Decision decision, DeliveryState state) {}

  /** What came of an attempt. */
  public enum Result {
    DELIVERED,
    RETRIED,
    /** It failed, and what it would have said is over. */
    SUPERSEDED,
    /** It is given up. */
    UNDELIVERED
  }

  /**
   * An attempt's end, and the state after it.
   *
   * @param reason why it failed; null where it did not
   */
  public record Completion(
      Delivery delivery, Result result, @Nullable String reason, DeliveryState state) {}

  /**
   * Takes a transition in.
   *
   * @param now milliseconds since the epoch
   * @param replayed it was there before this process began, so that another may have told it
   */
  public Plan plan(DeliveryState state, Transition transition, long now, boolean replayed) {
    if (state.seen().isNewerThan(transition)) {
      return new Plan(Decision.STALE, state);
    }
    if (state.seen().contains(transition)) {
      return new Plan(Decision.REPEAT, state);
    }
    DeliveryState seen = state.seeing(transition);
    return switch (transition.state()) {
      case PENDING, INACTIVE -> new Plan(Decision.NOT_TOLD, seen);
      case FIRING -> trigger(seen, transition, now, replayed);
      case RESOLVED -> resolve(seen, transition, now, replayed);
    };
  }

  private Plan trigger(DeliveryState state, Transition transition, long now, boolean replayed) {
    List<Told> told = destinations(transition);
    long notBefore = begin(now, replayed);
    List<Delivery> deliveries =
        told.stream()
            .map(
                each ->
                    new Delivery(
                        each.destination(),
                        Kind.TRIGGER,
                        each.severity(),
                        transition,
                        null,
                        null,
                        replayed,
                        false,
                        0,
                        notBefore))
            .toList();
    return new Plan(
        deliveries.isEmpty() ? Decision.NOBODY_TO_TELL : Decision.TRIGGER,
        withoutThePast(state.withEpisode(transition, told).adding(deliveries)));
  }

  private Plan resolve(DeliveryState state, Transition transition, long now, boolean replayed) {
    boolean known = state.isOn(transition);
    // Of an episode whose beginning was never seen nobody knows whether someone was told.
    List<Told> told = known ? state.told() : destinations(transition);
    List<Delivery> deliveries =
        told.stream()
            .map(
                each ->
                    new Delivery(
                        each.destination(),
                        known && !replayed ? Kind.RESOLVE : Kind.RESOLVE_IF_TOLD,
                        each.severity(),
                        transition,
                        known ? state.firing() : null,
                        each.message(),
                        true,
                        false,
                        0,
                        begin(now, replayed)))
            .toList();
    DeliveryState after = withoutThePast(state.withEpisode(null, List.of()).adding(deliveries));
    if (deliveries.isEmpty()) {
      return new Plan(Decision.NOBODY_TO_TELL, after);
    }
    boolean anyLeft =
        after.outbox().stream().anyMatch(delivery -> delivery.transition().equals(transition));
    return new Plan(anyLeft ? Decision.RESOLVE : Decision.OVER_BEFORE_TOLD, after);
  }

  /** Each destination once, at the gravest of the severities that the rule gives it. */
  private static List<Told> destinations(Transition transition) {
    var severities = new LinkedHashMap<Destination, Severity>();
    for (Notification notification : transition.notifications()) {
      severities.merge(
          Destination.of(notification),
          notification.severity(),
          (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    var told = new ArrayList<Told>();
    severities.forEach((destination, severity) -> told.add(new Told(destination, severity, null)));
    return told;
  }

  private long begin(long now, boolean replayed) {
    return replayed ? now + hold.toMillis() : now;
  }

  /**
   * After a restart nobody knows what came of the calls under way, nor of those begun since the
   * checkpoint: all of the outbox is sent again, once what is replayed has had time to arrive.
   *
   * @param now milliseconds since the epoch
   */
  public DeliveryState restored(DeliveryState state, long now) {
    return state.withOutbox(
        state.outbox().stream().map(each -> each.restored(now + hold.toMillis())).toList());
  }

  /**
   * Drops what is not under way and what the destination need no longer hear, because of what waits
   * behind it.
   */
  private static DeliveryState withoutThePast(DeliveryState state) {
    DeliveryState left = state;
    for (int i = 0; i < state.outbox().size(); i++) {
      Delivery earlier = state.outbox().get(i);
      if (earlier.inFlight()) {
        continue;
      }
      for (Delivery later : state.outbox().subList(i + 1, state.outbox().size())) {
        if (earlier.isFollowedByItsEnd(later)) {
          left = withoutTrigger(left, earlier, later);
        } else if (earlier.mayUndo(later)) {
          left = left.without(earlier);
        }
      }
    }
    return left;
  }

  /**
   * Nobody is paged about the past. Where the trigger was certainly never received there is nothing
   * for PagerDuty to resolve either; Slack, where people read what happened, gets one message.
   */
  private static DeliveryState withoutTrigger(
      DeliveryState state, Delivery trigger, Delivery resolve) {
    DeliveryState left = state.without(trigger);
    if (!trigger.lookFirst() && trigger.destination().service() == Service.PAGERDUTY) {
      return left.without(resolve);
    }
    return left.replacing(resolve, resolve.withLookFirst(trigger.lookFirst()));
  }

  /**
   * Takes in the answer to the delivery that is in flight to {@code destination}.
   *
   * @param now milliseconds since the epoch
   */
  public Completion completed(
      DeliveryState state, Destination destination, Answer answer, long now) {
    Delivery delivery = state.inFlight(destination);
    if (answer instanceof Answer.Accepted accepted) {
      DeliveryState after = state.without(delivery);
      if (delivery.kind() == Kind.TRIGGER) {
        after = after.posted(delivery, accepted.message());
      }
      return new Completion(delivery, Result.DELIVERED, null, after);
    }
    if (answer instanceof Answer.Retry retry) {
      return failed(state, delivery, retry, now);
    }
    return new Completion(
        delivery, Result.UNDELIVERED, ((Answer.Rejected) answer).reason(), state.without(delivery));
  }

  private Completion failed(DeliveryState state, Delivery delivery, Answer.Retry retry, long now) {
    // A burst of alerts meets the receiver's limit more often than there are attempts.
    boolean postponed =
        retry.isPostponed() && now - delivery.transition().at() < PATIENCE.toMillis();
    int failures = delivery.failures() + (postponed ? 0 : 1);
    Duration wait = retries.afterFailures(Math.max(1, failures), retry.after());
    long until = wait == null ? now : now + wait.toMillis();
    Delivery waiting = delivery.waiting(retry.mayHaveArrived(), failures, until);
    DeliveryState after = withoutThePast(state.replacing(delivery, waiting));
    if (!after.outbox().contains(waiting)) {
      return new Completion(delivery, Result.SUPERSEDED, retry.reason(), after);
    }
    if (wait == null) {
      return new Completion(
          delivery,
          Result.UNDELIVERED,
          retry.reason() + ", at each of " + failures + " attempts",
          after.without(waiting));
    }
    return new Completion(delivery, Result.RETRIED, retry.reason(), after);
  }
}
