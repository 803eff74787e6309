package dev.pointsman.alert;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Severity;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks to be done when its alert begins to fire: one a rule's episode. It is a request;
 * whether it is safe to act is decided by who receives it.
 *
 * @param alert the rule's name
 * @param fingerprint with {@code startsAt} the identity of the episode
 * @param startsAt milliseconds since the epoch
 * @param labels the group's and the rule's
 * @param actions names, in the order in which they are asked for
 * @param evidence the newest readings that spoke for it, oldest first
 */
public record ActionRequest(
    String alert,
    String fingerprint,
    long startsAt,
    Severity severity,
    Labels labels,
    @Nullable Double value,
    List<String> actions,
    List<Evidence> evidence) {

  public ActionRequest {
    actions = List.copyOf(actions);
    evidence = List.copyOf(evidence);
  }

  /** What a transition asks for; empty where it asks for nothing. */
  public static Optional<ActionRequest> of(Transition transition) {
    Long startsAt = transition.startsAt();
    if (transition.state() != AlertStatus.FIRING
        || startsAt == null
        || transition.actions().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ActionRequest(
            transition.alert(),
            transition.fingerprint(),
            startsAt,
            transition.severity(),
            transition.labels(),
            transition.value(),
            transition.actions(),
            transition.evidence()));
  }

  /** The cluster that it is for, or, where the alert has no such label, the group as text. */
  public String subject() {
    String cluster = labels.get("cluster");
    return cluster == null ? labels.toString() : cluster;
  }
}
