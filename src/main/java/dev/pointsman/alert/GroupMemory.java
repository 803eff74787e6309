package dev.pointsman.alert;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What all the rules of one group remember of it, by rule name. Mutable, for one thread. */
public final class GroupMemory {

  private final Map<String, RuleMemory> byRule;

  public GroupMemory() {
    this(new TreeMap<>());
  }

  GroupMemory(Map<String, RuleMemory> byRule) {
    this.byRule = byRule;
  }

  Map<String, RuleMemory> byRule() {
    return byRule;
  }

  /** The memory of a rule; a new one where it has none yet. */
  public RuleMemory of(String rule) {
    return byRule.computeIfAbsent(rule, name -> new RuleMemory());
  }

  /** Forgets the rules that are not {@code live} any more. */
  public void retain(Predicate<String> live) {
    byRule.keySet().removeIf(rule -> !live.test(rule));
  }
}
