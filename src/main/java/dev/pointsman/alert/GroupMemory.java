package dev.pointsman.alert;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What all the rules of one group remember of it, by rule name. Mutable, for one thread. */
public final class GroupMemory {

  /** No timer is set. */
  public static final long NO_TIMER = 0;

  private final Map<String, RuleMemory> byRule;
  private long timer;
  private @Nullable GroupJudge retainedFor;

  public GroupMemory() {
    this(new TreeMap<>(), NO_TIMER);
  }

  GroupMemory(Map<String, RuleMemory> byRule, long timer) {
    this.byRule = byRule;
    this.timer = timer;
  }

  Map<String, RuleMemory> byRule() {
    return byRule;
  }

  /** The memory of a rule; a new one where it has none yet. */
  public RuleMemory of(String rule) {
    return byRule.computeIfAbsent(rule, name -> new RuleMemory());
  }

  /** The timer that is set for the group's silence, in milliseconds since the epoch. */
  public long timer() {
    return timer;
  }

  public void setTimer(long timer) {
    this.timer = timer;
  }

  /** Forgets the rules that are not {@code live}; asks no more than once for one {@code judge}. */
  void retainOnce(GroupJudge judge, Predicate<String> live) {
    if (retainedFor != judge) {
      byRule.keySet().removeIf(rule -> !live.test(rule));
      retainedFor = judge;
    }
  }
}
