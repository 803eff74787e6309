package dev.pointsman.alert;

import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.TestingRules.by;
import static dev.pointsman.rule.TestingRules.condition;
import static dev.pointsman.rule.TestingRules.rule;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.window.Intake;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group that is judged by rules that change, and what was told of it. */
final class TestingGroup {

  static final GroupKey KEY = new GroupKey(false, Labels.of("cluster", "c"));

  private static final Labels SERIES = Labels.of("cluster", "c", "replica", "r1");

  final GroupMemory memory = new GroupMemory();
  final OpenAlerts alerts = new OpenAlerts();
  final List<Transition> transitions = new ArrayList<>();
  final List<Intake> intakes = new ArrayList<>();

  /** When, which state, why and with what value, of each transition. */
  final List<String> told = new ArrayList<>();

  private GroupJudge judge = new GroupJudge(RuleSet.EMPTY, Long.MIN_VALUE, intakes::add);

  /** Has one rule of these conditions judge what comes. */
  void live(Condition... conditions) {
    live(rule("rule", by("cluster"), conditions));
  }

  void live(AlertRule... rules) {
    live(RuleSet.of(List.of(rules)));
  }

  void live(RuleSet rules) {
    live(rules, Long.MIN_VALUE);
  }

  /** The same, where nobody listened before that time. */
  void live(RuleSet rules, long listeningSince) {
    judge = new GroupJudge(rules, listeningSince, intakes::add);
  }

  void silent(NoData.Policy policy, long afterMillis) {
    live(silentRules(policy, afterMillis));
  }

  static RuleSet silentRules(NoData.Policy policy, long afterMillis) {
    return RuleSet.of(
        List.of(
            rule(
                "rule",
                by("cluster"),
                new NoData(policy, afterMillis),
                condition("m", LAST, "> 5", 60_000))));
  }

  void take(long timestamp, double value) {
    take(timestamp, "m", value);
  }

  void take(long timestamp, String metric, double value) {
    takeAt(timestamp, timestamp, metric, value);
  }

  void takeAt(long clock, long timestamp, double value) {
    takeAt(clock, timestamp, "m", value);
  }

  void takeAt(long clock, long timestamp, String metric, double value) {
    var event = new Event(SERIES, timestamp, List.of(new Measurement(metric, value)));
    take(event, clock);
  }

  void take(Event event, long clock) {
    judge.take(KEY, memory, alerts, event, clock, this::tell);
  }

  /** Whether the series that came first has readings that wait. */
  boolean isWaiting() {
    return memory.series().first().isWaiting();
  }

  void silence(long clock) {
    judge.silence(KEY, memory, alerts, clock, this::tell);
  }

  @Nullable Long nextSilence() {
    return judge.nextSilence(KEY, memory);
  }

  /** Has other rules close the alerts that are not theirs; whether there was one. */
  boolean closeAll(RuleSet rules, long at) {
    return new GroupJudge(rules, Long.MIN_VALUE, intakes::add)
        .closeRemoved(KEY, alerts, judge.rules(), at, this::tell);
  }

  private void tell(Transition transition) {
    transitions.add(transition);
    told.add(
        transition.at()
            + " "
            + transition.state().text()
            + " "
            + transition.reason().text()
            + " "
            + transition.value());
  }
}
