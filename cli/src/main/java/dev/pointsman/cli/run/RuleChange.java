package dev.pointsman.cli.run;

import java.util.List;

/** What became different when rules went live, by their names. */
public record RuleChange(int live, List<String> added, List<String> changed, List<String> removed) {

  private static final int MAX_NAMED = 10;

  public RuleChange {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
  }

  boolean isNothing() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }

  /** Such as {@code 3 rules live: added a; removed b}; more than a few names are counted. */
  String text() {
    var text = new StringBuilder(live == 1 ? "1 rule live" : live + " rules live");
    String separator = ": ";
    if (!added.isEmpty()) {
      text.append(separator).append("added ").append(named(added));
      separator = "; ";
    }
    if (!changed.isEmpty()) {
      text.append(separator).append("changed ").append(named(changed));
      separator = "; ";
    }
    if (!removed.isEmpty()) {
      text.append(separator).append("removed ").append(named(removed));
    }
    return text.toString();
  }

  private static String named(List<String> rules) {
    return rules.size() > MAX_NAMED ? String.valueOf(rules.size()) : String.join(", ", rules);
  }
}
