package dev.pointsman.rule;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules that are live together, by name; immutable. */
public final class RuleSet {

  public static final RuleSet EMPTY = new RuleSet(Map.of(), Map.of());

  private final Map<String, AlertRule> byName;

  /** Names of which a rule was removed. */
  private final Map<String, Long> removals;

  private RuleSet(Map<String, AlertRule> byName, Map<String, Long> removals) {
    this.byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    this.removals = Map.copyOf(removals);
  }

  public static RuleSet of(Collection<AlertRule> rules) {
    var byName = new TreeMap<String, AlertRule>();
    for (AlertRule rule : rules) {
      if (byName.put(rule.name(), rule) != null) {
        throw new IllegalArgumentException("two rules have the name " + rule.name());
      }
    }
    return new RuleSet(byName, Map.of());
  }

  /**
   * Rules, some of whose names others had that were removed.
   *
   * @param removals when each was, as {@link #removal} tells it
   */
  public static RuleSet of(Collection<AlertRule> rules, Map<String, Long> removals) {
    return new RuleSet(of(rules).byName, removals);
  }

  /** This set with {@code rule} in it, in place of the one of the same name if there is one. */
  public RuleSet with(AlertRule rule) {
    var changed = new TreeMap<>(byName);
    changed.put(rule.name(), rule);
    return new RuleSet(changed, removals);
  }

  /**
   * This set without a rule.
   *
   * @param removal as {@link #removal} tells it from now on
   */
  public RuleSet without(String name, long removal) {
    var changed = new TreeMap<>(byName);
    changed.remove(name);
    var removed = new HashMap<>(removals);
    removed.merge(name, removal, Math::max);
    return new RuleSet(changed, removed);
  }

  public @Nullable AlertRule get(String name) {
    return byName.get(name);
  }

  /**
   * Which removal of a rule of this name was the last: a number that grows from one to the next; 0
   * where there was none. What was known of the rule before is of another one.
   */
  public long removal(String name) {
    return removals.getOrDefault(name, 0L);
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
    return other instanceof RuleSet that
        && byName.equals(that.byName)
        && byName.keySet().stream().allMatch(name -> removal(name) == that.removal(name));
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }
}
