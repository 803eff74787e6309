package dev.pointsman.alert;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an alert, with all that a receiver needs to act on it; a line of the
 * {@code alerts} topic. ({@code fingerprint}, {@code startsAt}) is the episode.
 *
 * @param alert the rule's name
 * @param labels the group's labels and the rule's
 * @param fingerprint of the rule's name and the group's labels, hexadecimal
 * @param value of the first condition; null where its window is empty
 * @param at milliseconds since the epoch, as are the other times
 * @param startsAt null for pending and inactive
 * @param endsAt null until resolved
 * @param evidence the newest readings of the series that decided it, oldest first
 */
public record Transition(
    String alert,
    AlertStatus state,
    Reason reason,
    Severity severity,
    Labels labels,
    String fingerprint,
    @Nullable Double value,
    long at,
    @Nullable Long startsAt,
    @Nullable Long endsAt,
    List<Evidence> evidence,
    Map<String, String> annotations,
    List<Notification> notifications,
    List<String> actions) {

  public Transition {
    evidence = List.copyOf(evidence);
    notifications = List.copyOf(notifications);
    actions = List.copyOf(actions);
  }

  /** The same step without what spoke for it. */
  public Transition withoutEvidence() {
    return with(List.of(), annotations);
  }

  /** The same step without the texts for people. */
  public Transition withoutAnnotations() {
    return with(evidence, Map.of());
  }

  private Transition with(List<Evidence> otherEvidence, Map<String, String> otherAnnotations) {
    return new Transition(
        alert,
        state,
        reason,
        severity,
        labels,
        fingerprint,
        value,
        at,
        startsAt,
        endsAt,
        otherEvidence,
        otherAnnotations,
        notifications,
        actions);
  }
}
