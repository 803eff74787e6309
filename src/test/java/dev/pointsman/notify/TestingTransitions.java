package dev.pointsman.notify;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Evidence;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The alert of the reference rule, in the states that a test asks for. */
final class TestingTransitions {

  /** 2025-11-21 02:13:20 UTC. */
  static final long T0 = 1_763_691_200_000L;

  static final List<Notification> BOTH =
      List.of(
          new Notification.PagerDuty(Severity.CRITICAL),
          new Notification.Slack("#incidents", Severity.CRITICAL));

  static final Destination PAGERDUTY = new Destination(Service.PAGERDUTY, null);
  static final Destination SLACK = new Destination(Service.SLACK, "#incidents");

  private TestingTransitions() {}

  static Transition firing(long startsAt) {
    return firing(startsAt, BOTH, Map.of());
  }

  static Transition firing(
      long startsAt, List<Notification> notifications, Map<String, String> annotations) {
    return transition(AlertStatus.FIRING, startsAt, startsAt, 3.0, notifications, annotations);
  }

  static Transition resolved(long startsAt, long at) {
    return transition(AlertStatus.RESOLVED, at, startsAt, 0.0, BOTH, Map.of());
  }

  static Transition pending(long at) {
    return transition(AlertStatus.PENDING, at, null, 3.0, BOTH, Map.of());
  }

  static Transition inactive(long at) {
    return transition(AlertStatus.INACTIVE, at, null, 0.0, BOTH, Map.of());
  }

  private static Transition transition(
      AlertStatus state,
      long at,
      @Nullable Long startsAt,
      double value,
      List<Notification> notifications,
      Map<String, String> annotations) {
    Labels labels = Labels.of("check", "api", "region", "us-west-2");
    return new Transition(
        "region_failover",
        state,
        Reason.CONDITION,
        Severity.CRITICAL,
        labels,
        "5c0d5c0d5c0d5c0d",
        value,
        at,
        startsAt,
        state == AlertStatus.RESOLVED ? at : null,
        List.of(
            new Evidence(labels.with(Labels.of("observer", "us-east-1")), 1, at - 60_000),
            new Evidence(labels.with(Labels.of("observer", "us-east-1")), 1, at)),
        annotations,
        notifications,
        List.of("promote_replica", "update_dns"));
  }
}
