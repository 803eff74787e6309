package dev.pointsman.rule;

import dev.pointsman.event.Labels;
import java.util.ArrayList;

/**
 * What readings are brought together by: all rules that group alike share the groups.
 *
 * @param everyLabel whether the rules of this group take every label of a reading as it stands
 * @param labels what all of the group's readings have in common
 */
public record GroupKey(boolean everyLabel, Labels labels) {

  /** How the rules of this group group. */
  public GroupBy by() {
    if (everyLabel) {
      return GroupBy.EVERY_LABEL;
    }
    var names = new ArrayList<String>(labels.size());
    labels.forEach((name, value) -> names.add(name));
    return GroupBy.names(names);
  }

  /**
   * Says in which part of the state the group lies, and so stays what it is: that of a record may
   * change with the Java release.
   */
  @Override
  public int hashCode() {
    return 31 * Boolean.hashCode(everyLabel) + labels.hashCode();
  }
}
