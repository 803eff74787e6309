package dev.pointsman.alert;

import dev.pointsman.rule.Condition;
import dev.pointsman.window.ConditionWindow;
import dev.pointsman.window.Run;
import dev.pointsman.window.Tally;

/** The window of one of a rule's conditions. */
final class RuleWindow extends ConditionWindow {

  private final RuleMemory rule;

  RuleWindow(RuleMemory rule, Condition condition, long boundary, Run pooledPast) {
    super(condition, boundary, pooledPast);
    this.rule = rule;
  }

  /** The rule that a tally is of. */
  static RuleMemory ruleOf(Tally tally) {
    return ((RuleWindow) tally.window()).rule;
  }
}
