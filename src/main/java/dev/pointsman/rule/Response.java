package dev.pointsman.rule;

import dev.pointsman.event.Labels;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What follows from a rule that fires: what is added to the alert, who is told, what is done.
 *
 * @param labels added to the alert's
 * @param annotations texts for people, with {@code {{label}}} and {@code {{value}}} in them
 * @param actions names, in the order in which they are asked for
 */
public record Response(
    Labels labels,
    Map<String, String> annotations,
    List<Notification> notifications,
    List<String> actions) {

  public static final Response NONE = new Response(Labels.EMPTY, Map.of(), List.of(), List.of());

  public Response {
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    notifications = List.copyOf(notifications);
    actions = List.copyOf(actions);
  }
}
