package dev.pointsman.rule;

import java.util.List;

/**
 * A rule with nothing left out: what the catalogue and the defaults add is in it.
 *
 * @param name unique over all rules; {@code [A-Za-z_][A-Za-z0-9_-]*}
 * @param conditions at least one; just one where {@code by} is every label
 */
public record AlertRule(
    String name,
    Severity severity,
    GroupBy by,
    When when,
    List<Condition> conditions,
    Hold hold,
    NoData noData,
    Response response) {

  public AlertRule {
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("rule " + name + " has no condition");
    }
    if (by.isEveryLabel() && conditions.size() > 1) {
      throw new IllegalArgumentException(
          "rule " + name + " groups by every label and has more than one condition");
    }
  }
}
