package dev.pointsman.reference;

import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.Matcher;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which readings a condition looks at, and in which group; not by the rule's own methods. */
final class ReferenceSelection {

  private ReferenceSelection() {}

  static boolean selects(Condition condition, Reading reading) {
    return reading.metric().equals(condition.metric())
        && condition.match().stream()
            .allMatch(
                each -> matches(each, reading.labels().toMap().getOrDefault(each.label(), "")));
  }

  private static boolean matches(Matcher matcher, String value) {
    String first = matcher.values().get(0);
    return switch (matcher.kind()) {
      case IN -> matcher.values().contains(value);
      case NOT_EQUAL -> !value.equals(first);
      case REGEX -> Pattern.matches(first, value);
      case NOT_REGEX -> !Pattern.matches(first, value);
    };
  }

  /** Null where a label is missing. */
  static @Nullable Labels group(GroupBy by, Labels labels) {
    if (by.isEveryLabel()) {
      return labels;
    }
    var group = new TreeMap<>(labels.toMap());
    group.keySet().retainAll(by.names());
    return group.size() == by.names().size() ? Labels.of(group) : null;
  }

  static boolean holds(Bound bound, double value) {
    return switch (bound.comparison().symbol()) {
      case ">" -> value > bound.threshold();
      case ">=" -> value >= bound.threshold();
      case "<" -> value < bound.threshold();
      case "<=" -> value <= bound.threshold();
      case "==" -> value == bound.threshold();
      case "!=" -> value != bound.threshold();
      default -> throw new IllegalArgumentException(bound.toString());
    };
  }
}
