package dev.pointsman.connector.http;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Evidence;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.Destination;
import dev.pointsman.notify.MessageRef;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deliveries about one alert of the reference rule. */
public final class TestingDeliveries {

  /** 2025-11-21 02:13:20 UTC. */
  public static final long T0 = 1_763_691_200_000L;

  public static final String FINGERPRINT = "5c0d5c0d5c0d5c0d";

  private final Notification notification;

  public TestingDeliveries(Notification notification) {
    this.notification = notification;
  }

  public Delivery trigger() {
    return trigger(Map.of());
  }

  public Delivery trigger(Map<String, String> annotations) {
    Transition firing = transition(AlertStatus.FIRING, T0, annotations);
    return delivery(Delivery.Kind.TRIGGER, firing, null, null, false);
  }

  public Delivery triggerThatMayHaveBeenTold() {
    Transition firing = transition(AlertStatus.FIRING, T0, Map.of());
    return delivery(Delivery.Kind.TRIGGER, firing, null, null, true);
  }

  public Delivery resolve(Delivery.Kind kind, @Nullable MessageRef message, boolean lookFirst) {
    return delivery(
        kind,
        transition(AlertStatus.RESOLVED, T0 + 250_000, Map.of()),
        transition(AlertStatus.FIRING, T0, Map.of()),
        message,
        lookFirst);
  }

  private Delivery delivery(
      Delivery.Kind kind,
      Transition transition,
      @Nullable Transition firing,
      @Nullable MessageRef message,
      boolean lookFirst) {
    return new Delivery(
        Destination.of(notification),
        kind,
        notification.severity(),
        transition,
        firing,
        message,
        lookFirst,
        false,
        0,
        T0);
  }

  private Transition transition(AlertStatus state, long at, Map<String, String> annotations) {
    Labels labels = Labels.of("check", "api", "region", "us-west-2");
    return new Transition(
        "region_failover",
        state,
        Reason.CONDITION,
        Severity.CRITICAL,
        labels,
        FINGERPRINT,
        3.0,
        at,
        T0,
        state == AlertStatus.RESOLVED ? at : null,
        List.of(new Evidence(labels.with(Labels.of("observer", "us-east-1")), 1, at)),
        annotations,
        List.of(notification),
        List.of());
  }
}
