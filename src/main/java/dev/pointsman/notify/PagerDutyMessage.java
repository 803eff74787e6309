package dev.pointsman.notify;

import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page says, in the fields of a PagerDuty event.
 *
 * @param source what is in trouble
 * @param timestamp when it began, milliseconds since the epoch
 * @param component null where no label names one
 * @param group null where no label names one
 * @param details texts, and lists of texts, by name
 */
public record PagerDutyMessage(
    String summary,
    String source,
    Severity severity,
    long timestamp,
    @Nullable String component,
    @Nullable String group,
    String alertClass,
    Map<String, Object> details,
    List<Link> links) {

  /** The page for a trigger. */
  public static PagerDutyMessage of(Delivery trigger) {
    Transition transition = trigger.transition();
    Labels labels = transition.labels();
    var details = new LinkedHashMap<String, Object>();
    details.put("alert", transition.alert());
    details.put("since", AlertText.time(trigger.startsAt()));
    if (transition.value() != null) {
      details.put("value", AlertText.number(transition.value()));
    }
    details.put("labels", AlertText.plain(labels, Labels.EMPTY));
    details.putAll(AlertText.notes(transition));
    if (!transition.evidence().isEmpty()) {
      details.put("evidence", new ArrayList<>(AlertText.evidence(transition)));
    }
    if (!transition.actions().isEmpty()) {
      details.put("actions asked for", String.join(", ", transition.actions()));
    }
    String source = first(labels, "target", "instance", "cluster", "region");
    return new PagerDutyMessage(
        AlertText.summary(transition),
        source == null ? "pointsman" : source,
        trigger.severity(),
        trigger.startsAt(),
        first(labels, "check", "replica"),
        first(labels, "cluster", "region"),
        transition.alert(),
        details,
        AlertText.links(transition));
  }

  private static @Nullable String first(Labels labels, String... names) {
    for (String name : names) {
      String value = labels.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
