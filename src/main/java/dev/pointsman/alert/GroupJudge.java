package dev.pointsman.alert;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.ConditionIndex;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.window.Intake;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges all rules of a rule set for any of their groups. Holds no state of its own: a change of
 * the rules is a new judge.
 */
public final class GroupJudge {

  private final RuleSet rules;
  private final Consumer<Intake> intakes;
  private final Map<GroupBy, Grouping> byGrouping = new HashMap<>();
  private final Calm.All calms = new Calm.All();
  private final Map<List<Selection>, Optional<Calm>> calmsOfOneRing = new HashMap<>();

  /** A condition of a rule, which wants readings. */
  record Selection(RuleJudge judge, int condition) {}

  /** All rules that group alike. */
  static final class Grouping {
    private static final Grouping NONE = new Grouping(List.of());

    private final Map<String, RuleJudge> byRule = new HashMap<>();
    private final ConditionIndex<Selection> index;

    Grouping(List<RuleJudge> judges) {
      var entries = new ArrayList<ConditionIndex.Entry<Selection>>();
      for (RuleJudge judge : judges) {
        byRule.put(judge.rule().name(), judge);
        List<Condition> conditions = judge.rule().conditions();
        for (int i = 0; i < conditions.size(); i++) {
          entries.add(new ConditionIndex.Entry<>(conditions.get(i), new Selection(judge, i)));
        }
      }
      index = new ConditionIndex<>(entries);
    }

    /** The judge of a rule; null where no rule of this name groups so. */
    @Nullable RuleJudge judge(String rule) {
      return byRule.get(rule);
    }

    /** The conditions that select a reading. */
    List<Selection> selecting(String metric, Labels labels) {
      return index.find(metric, labels);
    }
  }

  /**
   * A judge of {@code rules}.
   *
   * @param listeningSince no silence began before it, in milliseconds since the epoch: while nobody
   *     listened, nothing could be heard
   * @param intakes told what became of each reading that a condition selected
   */
  public GroupJudge(RuleSet rules, long listeningSince, Consumer<Intake> intakes) {
    this.rules = rules;
    this.intakes = intakes;
    Map<GroupBy, List<RuleJudge>> judges = new HashMap<>();
    for (AlertRule rule : rules.rules()) {
      judges
          .computeIfAbsent(rule.by(), by -> new ArrayList<>())
          .add(new RuleJudge(rule, rules.removal(rule.name()), listeningSince));
    }
    judges.forEach((by, all) -> byGrouping.put(by, new Grouping(all)));
  }

  public RuleSet rules() {
    return rules;
  }

  Grouping grouping(GroupKey key) {
    return byGrouping.getOrDefault(key.by(), Grouping.NONE);
  }

  /** The judge of a rule of which there is a memory; null where the rule is gone, or another. */
  @Nullable RuleJudge judgeOf(RuleMemory rule, Grouping grouping) {
    return rules.removal(rule.name()) > rule.removal() ? null : grouping.judge(rule.name());
  }

  /** Which readings of a series may wait while its rules are at rest; null where none may. */
  @Nullable Calm calm(List<List<Calm.Watcher>> watchersOfRings) {
    return calms.of(watchersOfRings);
  }

  /** The same for a series of one ring, at which {@code selections} look; null for none of them. */
  @Nullable Calm calmOf(List<Selection> selections) {
    return calmsOfOneRing.computeIfAbsent(selections, this::findCalm).orElse(null);
  }

  private Optional<Calm> findCalm(List<Selection> selections) {
    if (selections.isEmpty()) {
      return Optional.empty();
    }
    var watchers = new ArrayList<Calm.Watcher>(selections.size());
    for (Selection each : selections) {
      Condition condition = each.judge().rule().conditions().get(each.condition());
      watchers.add(new Calm.Watcher(each.judge(), condition));
    }
    return Optional.ofNullable(calms.of(List.of(watchers)));
  }

  /** The same, with no silence acted on after the event. */
  public void take(
      GroupKey key,
      GroupMemory memory,
      OpenAlerts alerts,
      Event event,
      long clock,
      Consumer<Transition> transitions) {
    take(key, memory, null, alerts, event, clock, Long.MIN_VALUE, transitions);
  }

  /**
   * Puts an event of one measurement off that can change nothing now, where its group is known to
   * have put something off already; it is told to the group's rules before anything else is. What
   * {@link #take} would do, in less time, without the group, and without the event being made.
   *
   * @param series of the event, as {@link #take} returned it
   * @param timestamp milliseconds since the epoch
   * @param clock as for {@link #take}
   * @param silencesUntil as for {@link #take}
   * @return whether it was put off; nothing happened where it was not
   */
  public boolean putOff(
      SeriesMemory series,
      String metric,
      double value,
      long timestamp,
      long clock,
      long silencesUntil) {
    return series.isWaiting()
        && series.putOff(metric, value, timestamp, clock, silencesUntil, this, intakes);
  }

  /**
   * Takes an event into a group and judges each of its rules. An event that can change nothing now
   * may be put off, and is told to the rules before anything else is.
   *
   * @param memory the group's; changed
   * @param known what this returned for an event of the same series before; null where nothing is
   *     known
   * @param alerts the group's; changed where a rule's alert moved
   * @param clock of silence, in milliseconds since the epoch: the wall clock where events are live,
   *     the event's own timestamp where they are replayed
   * @param silencesUntil the deadlines of silences up to which these are acted on, after the event;
   *     {@link Long#MIN_VALUE} for none
   * @return what the group remembers of the event's series
   */
  public SeriesMemory take(
      GroupKey key,
      GroupMemory memory,
      @Nullable SeriesMemory known,
      OpenAlerts alerts,
      Event event,
      long clock,
      long silencesUntil,
      Consumer<Transition> transitions) {
    memory.layOut(this, key);
    SeriesMemory series =
        known != null && known.isRemembered() ? known : memory.series(event.labels());
    if (series.putOff(event, clock, silencesUntil, this, intakes)
        || (alerts.isEmpty()
            && memory.isNew()
            && series.beginAsleep(event, clock, silencesUntil, this, memory, intakes))) {
      memory.await(series);
      return series;
    }
    memory.catchUp();
    series.resolve(event, this, memory);
    if (series.listens()) {
      endSilences(key, memory, series, alerts, event, clock, transitions);
    }
    series.take(event, intakes);
    for (Ring ring = series.rings(); ring != null; ring = ring.next()) {
      for (Tally tally : ring.tallies()) {
        RuleMemory rule = RuleWindow.ruleOf(tally);
        RuleJudge judge = rule.judge();
        if (rule.hasNews() && judge != null) {
          boolean wasAtRest = rule.isAtRest();
          judge.judge(key.labels(), rule, alerts, event.timestamp(), clock, transitions);
          memory.stirUnlessAtRest(rule, wasAtRest);
        }
      }
    }
    memory.pass(event.timestamp());
    series.settle(this, memory);
    if (silencesUntil != Long.MIN_VALUE) {
      silence(key, memory, alerts, silencesUntil, transitions);
    }
    memory.sweepNowAndThen();
    return series;
  }

  /** What comes after a silence has lasted too long ends it: the silence itself is told first. */
  private static void endSilences(
      GroupKey key,
      GroupMemory memory,
      SeriesMemory series,
      OpenAlerts alerts,
      Event event,
      long clock,
      Consumer<Transition> transitions) {
    for (Measurement each : event.measurements()) {
      for (Ring ring = series.rings(); ring != null; ring = ring.next()) {
        if (ring.metric().equals(each.metric())) {
          for (Tally tally : ring.tallies()) {
            RuleMemory rule = RuleWindow.ruleOf(tally);
            RuleJudge judge = rule.judge();
            if (judge != null) {
              boolean wasAtRest = rule.isAtRest();
              judge.silence(key.labels(), rule, alerts, clock - 1, transitions);
              memory.stirUnlessAtRest(rule, wasAtRest);
            }
          }
        }
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
    Long next = nextSilence(key, memory);
    if (next == null || next > clock) {
      return;
    }
    memory.catchUp();
    for (RuleMemory rule : memory.rules()) {
      RuleJudge judge = rule.judge();
      if (judge != null) {
        boolean wasAtRest = rule.isAtRest();
        judge.silence(key.labels(), rule, alerts, clock, transitions);
        memory.stirUnlessAtRest(rule, wasAtRest);
      }
    }
  }

  /**
   * No silence of the group has to be acted on before this time, in milliseconds since the epoch;
   * null where none has to be ever.
   */
  public @Nullable Long nextSilence(GroupKey key, GroupMemory memory) {
    memory.layOut(this, key);
    Long next = memory.nextSilenceAsleep();
    for (RuleMemory rule : memory.rules()) {
      RuleJudge judge = rule.judge();
      Long deadline = judge == null ? null : judge.silenceDeadline(rule);
      if (deadline != null && (next == null || deadline < next)) {
        next = deadline;
      }
    }
    return next;
  }

  /**
   * Closes the alerts of rules that are gone, that group otherwise now, or that were removed and
   * are there again.
   *
   * @param before the rules that were live when the alerts were judged last
   * @param at the time of the removal, in milliseconds since the epoch
   * @param alerts the group's; changed where one was closed
   * @return whether one was
   */
  public boolean closeRemoved(
      GroupKey key, OpenAlerts alerts, RuleSet before, long at, Consumer<Transition> transitions) {
    return alerts.closeUnless(
        rule -> isLive(rule, key) && rules.removal(rule) <= before.removal(rule),
        open -> transitions.accept(open.closed(at)));
  }

  /** Whether there is a rule of this name that groups as {@code key} does. */
  public boolean isLive(String rule, GroupKey key) {
    AlertRule live = rules.get(rule);
    return live != null && live.by().equals(key.by());
  }
}
