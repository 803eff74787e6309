package dev.pointsman.reference;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.GroupMemoryCodec;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.OpenAlertsCodec;
import dev.pointsman.alert.Transition;
import dev.pointsman.codec.Codec;
import dev.pointsman.event.Event;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.window.Intake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The engine in memory, over a bounded input. */
final class EngineRun {

  /** What a group remembers between two events. */
  private record Group(GroupMemory memory, OpenAlerts alerts) {

    Group encodedAndDecoded() {
      return new Group(
          decoded(GroupMemoryCodec.INSTANCE, memory), decoded(OpenAlertsCodec.INSTANCE, alerts));
    }

    Group copied() {
      return new Group(
          GroupMemoryCodec.INSTANCE.copy(memory), OpenAlertsCodec.INSTANCE.copy(alerts));
    }

    private static <T> T decoded(Codec<T> codec, T value) {
      try {
        return codec.fromBytes(codec.toBytes(value));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final RuleIndex index;
  private final GroupJudge judge;
  private final UnaryOperator<Group> betweenEvents;
  private final Map<GroupKey, Group> groups = new LinkedHashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final Map<Intake, Integer> intakes = new EnumMap<>(Intake.class);
  private long clock = Long.MIN_VALUE;

  private EngineRun(RuleSet rules, UnaryOperator<Group> betweenEvents) {
    this.index = new RuleIndex(rules);
    this.judge =
        new GroupJudge(rules, Long.MIN_VALUE, intake -> intakes.merge(intake, 1, Integer::sum));
    this.betweenEvents = betweenEvents;
  }

  /** The transitions of a replay, in the order of the output. */
  static List<Transition> run(RuleSet rules, List<Event> events) {
    return new EngineRun(rules, UnaryOperator.identity()).over(events);
  }

  /** The same, with a group's state in its binary form between any two of its events. */
  static List<Transition> runThroughBytes(RuleSet rules, List<Event> events) {
    return new EngineRun(rules, Group::encodedAndDecoded).over(events);
  }

  /** The same, with a group's state copied between any two of its events. */
  static List<Transition> runThroughCopies(RuleSet rules, List<Event> events) {
    return new EngineRun(rules, Group::copied).over(events);
  }

  /** How many readings a condition had to let go because they came too late. */
  static int lateReadings(RuleSet rules, List<Event> events) {
    var run = new EngineRun(rules, UnaryOperator.identity());
    run.over(events);
    return run.intakes.getOrDefault(Intake.LATE, 0);
  }

  private List<Transition> over(List<Event> events) {
    events.forEach(this::takeIn);
    return transitions.stream().sorted(ReferenceEngine.OUTPUT_ORDER).toList();
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
            ? new Group(new GroupMemory(), new OpenAlerts())
            : betweenEvents.apply(before);
    groups.put(key, group);
    judge.take(key, group.memory(), group.alerts(), event, event.timestamp(), transitions::add);
  }
}
