package dev.pointsman.alert;

import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.EVERY;
import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.TestingRules.by;
import static dev.pointsman.rule.TestingRules.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Response;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A group with something of everything in its state. */
final class StateHistory {

  static final long T = 1_763_700_000_000L;

  static final GroupKey GROUP = new GroupKey(false, Labels.of("cluster", "c"));

  /** A run of each series, and one of all of them pooled. */
  private static final AlertRule LAGGING =
      rule(
          "lagging",
          new Hold(0, 300_000),
          NoData.Policy.KEEP,
          condition(
              "lag", EVERY, "> 1000", 120_000, Matcher.of("region", Matcher.Kind.REGEX, "us-.*")),
          new Condition(
              "lag_bytes",
              List.of(),
              EVERY,
              new Bound(Comparison.NOT_EQUAL, 0),
              new Bound(Comparison.GREATER, 0),
              60_000,
              Scope.GROUP,
              Map.of()));

  private static final AlertRule QUIET =
      rule("quiet", Hold.NONE, NoData.Policy.ALERT, condition("heartbeat", COUNT, ">= 2", 300_000));

  private static final AlertRule SUSTAINED =
      rule("sustained", Hold.NONE, NoData.Policy.KEEP, condition("lag", EVERY, "> 100", 120_000));

  private static final AlertRule WAITING =
      rule(
          "waiting",
          new Hold(600_000, 0),
          NoData.Policy.KEEP,
          condition("lag", LAST, "> 0.5", 300_000));

  private static final GroupJudge JUDGE =
      new GroupJudge(
          RuleSet.of(List.of(LAGGING, QUIET, SUSTAINED, WAITING)), Long.MIN_VALUE, intake -> {});

  record Group(GroupMemory memory, OpenAlerts alerts) {}

  private StateHistory() {}

  /** Leaves one alert recovering, one firing for silence, one firing, one pending. */
  static Group history() {
    var group = new Group(new GroupMemory(), new OpenAlerts());
    var told = new ArrayList<Transition>();
    take(group, told, 0, "r1", "lag", 1500, "lag_bytes", 10);
    take(group, told, 5, "r4", "lag", 50);
    take(group, told, 60, "r1", "lag", 1500.5, "lag_bytes", 20);
    take(group, told, 90, "n1", "heartbeat", 1);
    take(group, told, 100, "r2", "lag", 2000, "lag_bytes", 1);
    take(group, told, 120, "r1", "lag", 1700, "lag_bytes", 5);
    JUDGE.silence(GROUP, group.memory, group.alerts, T + 120_000, told::add);
    take(group, told, 130, "r1", "lag", 200);
    group.memory.setTimer(T + 120_000);
    assertThat(told)
        .extracting(each -> each.alert() + " " + each.state().text())
        .containsExactly("waiting pending", "lagging firing", "sustained firing", "quiet firing");
    return group;
  }

  static List<Transition> future(Group group) {
    var told = new ArrayList<Transition>();
    take(group, told, 150, "r3", "lag", 0.1);
    take(group, told, 250, "r1", "lag", 150);
    take(group, told, 260, "r1", "lag", 1);
    take(group, told, 270, "n1", "heartbeat", 1);
    take(group, told, 580, "n1", "heartbeat", 1);
    take(group, told, 600, "r1", "lag", 3);
    return told;
  }

  private static void take(
      Group group, List<Transition> told, long seconds, String replica, Object... measured) {
    var measurements = new ArrayList<Measurement>();
    for (int i = 0; i < measured.length; i += 2) {
      measurements.add(
          new Measurement((String) measured[i], ((Number) measured[i + 1]).doubleValue()));
    }
    var event =
        new Event(
            Labels.of("cluster", "c", "region", "us-west-2", "replica", replica),
            T + seconds * 1000,
            measurements);
    JUDGE.take(GROUP, group.memory, group.alerts, event, event.timestamp(), told::add);
  }

  private static AlertRule rule(
      String name, Hold hold, NoData.Policy policy, Condition... conditions) {
    return new AlertRule(
        name,
        Severity.CRITICAL,
        by("cluster"),
        When.ALL,
        List.of(conditions),
        hold,
        new NoData(policy, 30_000),
        new Response(
            Labels.of("team", "db"),
            Map.of("summary", "{{cluster}}: {{value}}"),
            List.of(new Notification.PagerDuty(Severity.CRITICAL)),
            List.of()));
  }
}
