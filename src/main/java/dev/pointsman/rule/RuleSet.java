package dev.pointsman.rule;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules that are live together, by name; immutable. */
public final class RuleSet {

  public static final RuleSet EMPTY = new RuleSet(Map.of());

  private final Map<String, AlertRule> byName;

  private RuleSet(Map<String, AlertRule> byName) {
    this.byName = Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  public static RuleSet of(Collection<AlertRule> rules) {
    var byName = new TreeMap<String, AlertRule>();
    for (AlertRule rule : rules) {
      if (byName.put(rule.name(), rule) != null) {
        throw new IllegalArgumentException("two rules have the name " + rule.name());
      }
    }
    return new RuleSet(byName);
  }

  /** This set with {@code rule} in it, in place of the one of the same name if there is one. */
  public RuleSet with(AlertRule rule) {
    var changed = new TreeMap<>(byName);
    changed.put(rule.name(), rule);
    return new RuleSet(changed);
  }

  public RuleSet without(String name) {
    var changed = new TreeMap<>(byName);
    changed.remove(name);
    return new RuleSet(changed);
  }

  public @Nullable AlertRule get(String name) {
    return byName.get(name);
  }

  /** In ascending order of the names. */
  public Collection<AlertRule> rules() {
    return byName.values();
  }

  /** Whether silence means something to a rule of this set. */
  public boolean listens() {
    return byName.values().stream().anyMatch(rule -> rule.noData().policy() != NoData.Policy.KEEP);
  }

  /**
   * For how long a group of which nothing comes may still matter to a rule of this set, in
   * milliseconds.
   */
  public long longestMemoryMillis() {
    long longest = 0;
    for (AlertRule rule : byName.values()) {
      if (rule.noData().policy() != NoData.Policy.KEEP) {
        longest = Math.max(longest, rule.noData().afterMillis());
      }
      for (Condition condition : rule.conditions()) {
        longest = Math.max(longest, condition.windowMillis());
      }
    }
    return longest > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * longest;
  }

  public int size() {
    return byName.size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RuleSet that && byName.equals(that.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }
}
