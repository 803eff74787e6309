package dev.pointsman.alert;

import dev.pointsman.event.Event;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.window.Intake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges all rules of a rule set for any of their groups. Holds no state of its own: a change of
 * the rules is a new judge.
 */
public final class GroupJudge {

  private final RuleSet rules;
  private final Map<GroupBy, List<RuleJudge>> byGrouping = new HashMap<>();

  /** Those of {@link #byGrouping} for which silence means something. */
  private final Map<GroupBy, List<RuleJudge>> listeners = new HashMap<>();

  /**
   * A judge of {@code rules}.
   *
   * @param listeningSince no silence began before it, in milliseconds since the epoch: while nobody
   *     listened, nothing could be heard
   * @param intakes told what became of each reading that a condition selected
   */
  public GroupJudge(RuleSet rules, long listeningSince, Consumer<Intake> intakes) {
    this.rules = rules;
    for (AlertRule rule : rules.rules()) {
      var judge = new RuleJudge(rule, listeningSince, intakes);
      byGrouping.computeIfAbsent(rule.by(), by -> new ArrayList<>()).add(judge);
      if (rule.noData().policy() != NoData.Policy.KEEP) {
        listeners.computeIfAbsent(rule.by(), by -> new ArrayList<>()).add(judge);
      }
    }
  }

  public RuleSet rules() {
    return rules;
  }

  /**
   * Takes an event into a group and judges each of its rules.
   *
   * @param memory the group's; changed
   * @param alerts the group's; changed where a rule's alert moved
   * @param clock of silence, in milliseconds since the epoch: the wall clock where events are live,
   *     the event's own timestamp where they are replayed
   */
  public void take(
      GroupKey key,
      GroupMemory memory,
      OpenAlerts alerts,
      Event event,
      long clock,
      Consumer<Transition> transitions) {
    memory.retainOnce(this, rule -> isLive(rule, key));
    for (RuleJudge judge : byGrouping.getOrDefault(key.by(), List.of())) {
      if (judge.selects(event)) {
        String rule = judge.rule().name();
        var told = new LastTold(transitions);
        Alert alert =
            judge.take(key.labels(), memory.of(rule), alerts.of(rule), event, clock, told);
        alerts.put(rule, alert, told.last);
      }
    }
  }

  /**
   * Acts on each silence of a group whose deadline has come.
   *
   * @param clock milliseconds since the epoch
   * @param memory the group's; changed
   * @param alerts the group's; changed where a rule's alert moved
   */
  public void silence(
      GroupKey key,
      GroupMemory memory,
      OpenAlerts alerts,
      long clock,
      Consumer<Transition> transitions) {
    for (RuleJudge judge : listeners.getOrDefault(key.by(), List.of())) {
      String rule = judge.rule().name();
      RuleMemory ruleMemory = memory.of(rule);
      Long deadline = judge.silenceDeadline(ruleMemory);
      if (deadline != null && deadline <= clock) {
        var told = new LastTold(transitions);
        Alert alert = judge.silence(key.labels(), ruleMemory, alerts.of(rule), told);
        alerts.put(rule, alert, told.last);
      }
    }
  }

  /**
   * The first time at which a silence of the group has to be acted on, in milliseconds since the
   * epoch; null where there is none.
   */
  public @Nullable Long nextSilence(GroupKey key, GroupMemory memory) {
    Long next = null;
    for (RuleJudge judge : listeners.getOrDefault(key.by(), List.of())) {
      Long deadline = judge.silenceDeadline(memory.of(judge.rule().name()));
      if (deadline != null && (next == null || deadline < next)) {
        next = deadline;
      }
    }
    return next;
  }

  /**
   * Closes the alerts of rules that are gone, or that group otherwise now.
   *
   * @param at the time of the removal, in milliseconds since the epoch
   * @param alerts the group's; changed where one was closed
   * @return whether one was
   */
  public boolean closeRemoved(
      GroupKey key, OpenAlerts alerts, long at, Consumer<Transition> transitions) {
    return alerts
        .byRule()
        .entrySet()
        .removeIf(
            open -> {
              if (isLive(open.getKey(), key)) {
                return false;
              }
              transitions.accept(open.getValue().closed(at));
              return true;
            });
  }

  /** Whether there is a rule of this name that groups as {@code key} does. */
  public boolean isLive(String rule, GroupKey key) {
    AlertRule live = rules.get(rule);
    return live != null && live.by().equals(key.by());
  }

  /** Passes transitions on and remembers the last. */
  private static final class LastTold implements Consumer<Transition> {
    private final Consumer<Transition> transitions;
    private @Nullable Transition last;

    LastTold(Consumer<Transition> transitions) {
      this.transitions = transitions;
    }

    @Override
    public void accept(Transition transition) {
      last = transition;
      transitions.accept(transition);
    }
  }
}
