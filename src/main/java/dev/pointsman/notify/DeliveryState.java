package dev.pointsman.notify;

import dev.pointsman.alert.Transition;
import dev.pointsman.rule.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered about telling the world of one alert: what was seen of it, who was told
 * about the episode that is on, and what is still to be delivered, oldest first.
 *
 * @param firing the beginning of the episode that is on; null outside one
 * @param told whom a resolve of that episode concerns
 */
public record DeliveryState(
    Seen seen, @Nullable Transition firing, List<Told> told, List<Delivery> outbox) {

  /** Someone who has been told, or is about to be, that the alert fires. */
  public record Told(Destination destination, Severity severity, @Nullable MessageRef message) {}

  /** Before anything was seen. */
  public static final DeliveryState NEW =
      new DeliveryState(Seen.NOTHING, null, List.of(), List.of());

  public DeliveryState {
    told = List.copyOf(told);
    outbox = List.copyOf(outbox);
  }

  /** The deliveries whose turn it is at {@code now}: one a destination, none in flight. */
  public List<Delivery> due(long now) {
    return heads().stream()
        .filter(delivery -> !delivery.inFlight() && delivery.notBefore() <= now)
        .toList();
  }

  /** The next time after {@code now} at which a delivery falls due by itself. */
  public OptionalLong nextDue(long now) {
    return heads().stream()
        .filter(delivery -> !delivery.inFlight() && delivery.notBefore() > now)
        .mapToLong(Delivery::notBefore)
        .min();
  }

  /** The state while a call for {@code delivery} is under way. */
  public DeliveryState started(Delivery delivery) {
    return replacing(delivery, delivery.started());
  }

  private List<Delivery> heads() {
    var heads = new LinkedHashMap<Destination, Delivery>();
    for (Delivery delivery : outbox) {
      heads.putIfAbsent(delivery.destination(), delivery);
    }
    return List.copyOf(heads.values());
  }

  Delivery inFlight(Destination destination) {
    return outbox.stream()
        .filter(delivery -> delivery.inFlight() && delivery.destination().equals(destination))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("nothing is in flight to " + destination.text()));
  }

  /** Whether the episode of {@code transition} is the one that is on. */
  boolean isOn(Transition transition) {
    return firing != null && Objects.equals(firing.startsAt(), transition.startsAt());
  }

  DeliveryState seeing(Transition transition) {
    return new DeliveryState(seen.with(transition), firing, told, outbox);
  }

  DeliveryState withEpisode(@Nullable Transition newFiring, List<Told> newTold) {
    return new DeliveryState(seen, newFiring, newTold, outbox);
  }

  DeliveryState withOutbox(List<Delivery> newOutbox) {
    return new DeliveryState(seen, firing, told, newOutbox);
  }

  DeliveryState adding(List<Delivery> deliveries) {
    var all = new ArrayList<>(outbox);
    all.addAll(deliveries);
    return withOutbox(all);
  }

  DeliveryState without(Delivery delivery) {
    return withOutbox(outbox.stream().filter(each -> !each.equals(delivery)).toList());
  }

  DeliveryState replacing(Delivery delivery, Delivery replacement) {
    return mapping(each -> each.equals(delivery) ? replacement : each);
  }

  /** The message of an episode is known: who will change it gets to know where it stands. */
  DeliveryState posted(Delivery trigger, @Nullable MessageRef message) {
    DeliveryState state =
        mapping(each -> each.isAboutSame(trigger) ? each.withMessage(message) : each);
    if (!isOn(trigger.transition())) {
      return state;
    }
    return state.withEpisode(
        firing,
        told.stream()
            .map(
                each ->
                    each.destination().equals(trigger.destination())
                        ? new Told(each.destination(), each.severity(), message)
                        : each)
            .toList());
  }

  private DeliveryState mapping(UnaryOperator<Delivery> change) {
    return withOutbox(outbox.stream().map(change).toList());
  }
}
