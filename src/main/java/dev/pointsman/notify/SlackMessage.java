package dev.pointsman.notify;

import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Slack message says, as plain text that is not yet escaped; when the alert is over, the
 * same message with its end.
 *
 * @param headline with an emoji by its Slack name
 * @param summary also what a phone shows of it
 * @param facts short texts by name
 * @param notes longer texts by name
 * @param evidence one line each
 */
public record SlackMessage(
    String headline,
    String summary,
    Map<String, String> facts,
    Map<String, String> notes,
    List<String> evidence,
    List<Link> links,
    String footer) {

  /** The message for a trigger or for a resolve. */
  public static SlackMessage of(Delivery delivery) {
    boolean over = delivery.kind() != Delivery.Kind.TRIGGER;
    // The beginning is what people read before: it stays when the end is added.
    Transition begun = delivery.firing() != null ? delivery.firing() : delivery.transition();
    var facts = new LinkedHashMap<String, String>();
    facts.put("Severity", delivery.severity().text());
    if (begun.value() != null) {
      facts.put("Value", AlertText.number(begun.value()));
    }
    facts.put(over ? "Began" : "Since", AlertText.time(delivery.startsAt()));
    if (over) {
      facts.put(
          "Resolved", AlertText.time(end(delivery.transition())) + why(delivery.transition()));
    }
    if (!begun.labels().isEmpty()) {
      facts.put("Labels", AlertText.plain(begun.labels(), Labels.EMPTY));
    }
    if (!begun.actions().isEmpty()) {
      facts.put("Actions asked for", String.join(", ", begun.actions()));
    }
    boolean firstTold = !over || delivery.firing() != null;
    return new SlackMessage(
        over ? overHeadline(delivery) : headline(delivery),
        firstTold ? AlertText.summary(begun) : begun.alert() + " was firing",
        facts,
        AlertText.notes(begun),
        AlertText.evidence(begun),
        AlertText.links(begun),
        "pointsman · " + begun.alert() + " · " + begun.fingerprint());
  }

  private static String headline(Delivery delivery) {
    return emoji(delivery.severity()) + " Firing: " + delivery.transition().alert();
  }

  private static String overHeadline(Delivery delivery) {
    return ":white_check_mark: Resolved: "
        + delivery.transition().alert()
        + " after "
        + AlertText.length(delivery.startsAt(), end(delivery.transition()));
  }

  private static long end(Transition resolved) {
    return resolved.endsAt() == null ? resolved.at() : resolved.endsAt();
  }

  private static String why(Transition resolved) {
    return switch (resolved.reason()) {
      case CONDITION -> "";
      case NO_DATA -> " (no data came any more)";
      case RULE_REMOVED -> " (the rule was removed)";
    };
  }

  private static String emoji(Severity severity) {
    return switch (severity) {
      case CRITICAL -> ":red_circle:";
      case ERROR -> ":large_orange_circle:";
      case WARNING -> ":large_yellow_circle:";
      case INFO -> ":large_blue_circle:";
    };
  }
}
