package dev.pointsman.reference;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.GroupMemoryCodec;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.OpenAlertsCodec;
import dev.pointsman.alert.SeriesMemory;
import dev.pointsman.alert.StoredMemory;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.window.Intake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The engine in memory, over a bounded input. */
final class EngineRun {

  /** What a group remembers between two events. */
  private record Group(GroupKey key, GroupMemory memory, OpenAlerts alerts) {

    /** Another one that goes on from its bytes; this one is of no use any more. */
    Group encodedAndDecoded() {
      try {
        byte[] stored = GroupMemoryCodec.INSTANCE.toBytes(StoredMemory.of(memory, key.labels()));
        byte[] open = OpenAlertsCodec.INSTANCE.toBytes(alerts);
        memory.leave();
        return new Group(
            key,
            GroupMemoryCodec.INSTANCE.fromBytes(stored).open(key.labels()),
            OpenAlertsCodec.INSTANCE.fromBytes(open));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Series(GroupKey key, Labels labels) {}

  private RuleIndex index;
  private GroupJudge judge;
  private final UnaryOperator<Group> betweenEvents;
  private final Map<GroupKey, Group> groups = new LinkedHashMap<>();

  /** As an operator knows them. */
  private final Map<Series, SeriesMemory> series = new HashMap<>();

  private final List<Transition> transitions = new ArrayList<>();
  private final Map<Intake, Integer> intakes = new EnumMap<>(Intake.class);
  private long clock = Long.MIN_VALUE;

  private EngineRun(RuleSet rules, UnaryOperator<Group> betweenEvents) {
    this.index = new RuleIndex(rules);
    this.judge = judge(rules);
    this.betweenEvents = betweenEvents;
  }

  private GroupJudge judge(RuleSet rules) {
    return new GroupJudge(rules, Long.MIN_VALUE, intake -> intakes.merge(intake, 1, Integer::sum));
  }

  /** The transitions of a replay, in the order of the output. */
  static List<Transition> run(Scenario scenario) {
    return play(scenario, UnaryOperator.identity()).inOrder();
  }

  /** The same, with a group's state in its binary form between any two of its events. */
  static List<Transition> runThroughBytes(Scenario scenario) {
    return play(scenario, Group::encodedAndDecoded).inOrder();
  }

  /** The same, but for a few of them. */
  static List<Transition> runThroughBytesNowAndThen(Scenario scenario) {
    var count = new AtomicInteger();
    return play(
            scenario,
            group -> count.incrementAndGet() % 17 == 0 ? group.encodedAndDecoded() : group)
        .inOrder();
  }

  /** How many readings a condition had to let go because they came too late. */
  static int lateReadings(Scenario scenario) {
    return play(scenario, UnaryOperator.identity()).intakes.getOrDefault(Intake.LATE, 0);
  }

  private static EngineRun play(Scenario scenario, UnaryOperator<Group> betweenEvents) {
    var run = new EngineRun(scenario.ruleSet(), betweenEvents);
    scenario.events().forEach(run::takeIn);
    if (!scenario.laterEvents().isEmpty()) {
      run.changeTo(scenario.changedRuleSet());
    }
    scenario.laterEvents().forEach(run::takeIn);
    return run;
  }

  private List<Transition> inOrder() {
    return transitions.stream().sorted(ReferenceEngine.OUTPUT_ORDER).toList();
  }

  private void changeTo(RuleSet rules) {
    RuleSet before = judge.rules();
    index = new RuleIndex(rules);
    judge = judge(rules);
    groups.forEach(
        (key, group) -> judge.closeRemoved(key, group.alerts(), before, clock, transitions::add));
  }

  private void takeIn(Event event) {
    index.route(event, this::takeIn);
    clock = Math.max(clock, event.timestamp());
    groups.forEach(
        (key, group) ->
            judge.silence(key, group.memory(), group.alerts(), clock, transitions::add));
  }

  private void takeIn(GroupKey key, Event event) {
    Group before = groups.get(key);
    Group group =
        before == null
            ? new Group(key, new GroupMemory(), new OpenAlerts())
            : betweenEvents.apply(before);
    groups.put(key, group);
    long time = event.timestamp();
    SeriesMemory last = series.get(new Series(key, event.labels()));
    if (last == null || !putOff(last, event)) {
      SeriesMemory judged =
          judge.take(
              key,
              group.memory(),
              last,
              group.alerts(),
              event,
              time,
              Long.MIN_VALUE,
              transitions::add);
      series.put(new Series(key, event.labels()), judged);
    }
  }

  private boolean putOff(SeriesMemory last, Event event) {
    Measurement first = event.measurements().get(0);
    long time = event.timestamp();
    return event.measurements().size() == 1
        && judge.putOff(last, first.metric(), first.value(), time, time, Long.MIN_VALUE);
  }
}
