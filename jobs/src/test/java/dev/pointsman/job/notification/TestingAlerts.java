package dev.pointsman.job.notification;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.util.List;
import java.util.Map;

/** Alerts of one rule, for PagerDuty and for Slack. */
final class TestingAlerts {

  private TestingAlerts() {}

  static Transition firing(String fingerprint, long startsAt) {
    return transition(fingerprint, AlertStatus.FIRING, startsAt, startsAt);
  }

  static Transition resolved(String fingerprint, long startsAt, long at) {
    return transition(fingerprint, AlertStatus.RESOLVED, startsAt, at);
  }

  private static Transition transition(
      String fingerprint, AlertStatus state, long startsAt, long at) {
    return new Transition(
        "region_failover",
        state,
        Reason.CONDITION,
        Severity.CRITICAL,
        Labels.of("check", "api", "region", fingerprint),
        fingerprint,
        3.0,
        at,
        startsAt,
        state == AlertStatus.RESOLVED ? at : null,
        List.of(),
        Map.of(),
        List.of(
            new Notification.PagerDuty(Severity.CRITICAL),
            new Notification.Slack("#incidents", Severity.CRITICAL)),
        List.of());
  }
}
