package dev.pointsman.alert;

import dev.pointsman.alert.AlertLifecycle.Change;
import dev.pointsman.alert.AlertLifecycle.Step;
import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.event.Reading;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.When;
import dev.pointsman.window.ConditionWindow;
import dev.pointsman.window.Intake;
import dev.pointsman.window.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges one rule for any of its groups: takes events in, moves the alert, and tells the
 * transitions. Holds no state of its own.
 */
final class RuleJudge {

  private static final int MAX_EVIDENCE = 10;

  private static final Comparator<Reading> OLDEST_FIRST =
      Comparator.comparingLong(Reading::timestamp)
          .thenComparing(Reading::labels)
          .thenComparing(Reading::metric);

  private final AlertRule rule;
  private final List<RuleMemory.Demand> demands;
  private final long listeningSince;
  private final Consumer<Intake> intakes;

  RuleJudge(AlertRule rule, long listeningSince, Consumer<Intake> intakes) {
    this.rule = rule;
    this.listeningSince = listeningSince;
    this.intakes = intakes;
    this.demands = rule.conditions().stream().map(RuleMemory.Demand::of).toList();
  }

  AlertRule rule() {
    return rule;
  }

  /**
   * Takes in an event that the rule {@link #selects}, and judges the rule if it brought anything
   * new.
   *
   * @param memory the group's; changed
   * @param alert null where it is inactive
   * @param clock of silence, in milliseconds since the epoch
   * @return the alert afterwards; null where it is inactive
   */
  @Nullable Alert take(
      Labels group,
      RuleMemory memory,
      @Nullable Alert alert,
      Event event,
      long clock,
      Consumer<Transition> transitions) {
    memory.fit(demands);
    Long deadline = silenceDeadline(memory);
    if (deadline != null && deadline < clock) {
      alert = silence(group, memory, alert, transitions);
    }
    Long before = memory.time();
    if (!takeIn(memory, before, event)) {
      return alert;
    }
    long t = before == null ? event.timestamp() : Math.max(before, event.timestamp());
    memory.moveTo(t, clock);
    List<Verdict> verdicts = judge(memory, t);
    long at = memory.notBeforeSilence(t);
    Step step = AlertLifecycle.advance(alert, verdict(verdicts), rule.hold(), at);
    if (step.change() != Change.UNCHANGED) {
      transitions.accept(transition(group, memory, verdicts, alert, step, Reason.CONDITION, at));
    }
    return follow(memory, alert, step, at);
  }

  /**
   * When the silence of a group will have lasted for the rule's {@code no_data_after}, in
   * milliseconds since the epoch; null where silence means nothing, has been acted on, or would
   * have to outlast time itself.
   */
  @Nullable Long silenceDeadline(RuleMemory memory) {
    if (rule.noData().policy() == NoData.Policy.KEEP
        || memory.time() == null
        || memory.isSilent()) {
      return null;
    }
    long silentSince = Math.max(memory.heardAt(), listeningSince);
    long afterMillis = rule.noData().afterMillis();
    return silentSince > Long.MAX_VALUE - afterMillis ? null : silentSince + afterMillis;
  }

  /**
   * The group's silence has lasted up to its deadline; once a silence.
   *
   * @return the alert afterwards; null where it is inactive
   */
  @Nullable Alert silence(
      Labels group, RuleMemory memory, @Nullable Alert alert, Consumer<Transition> transitions) {
    Long deadline = silenceDeadline(memory);
    Long time = memory.time();
    if (deadline == null || time == null) {
      return alert;
    }
    memory.fit(demands);
    // A clock that lags behind the readings' does not make the silence older than they are.
    long at = memory.notBeforeSilence(Math.max(deadline, time));
    memory.fallSilent(at);
    Step step = AlertLifecycle.silence(alert, rule.noData().policy(), at);
    if (step.change() != Change.UNCHANGED) {
      List<Verdict> verdicts = judge(memory, time);
      transitions.accept(transition(group, memory, verdicts, alert, step, Reason.NO_DATA, at));
    }
    return follow(memory, alert, step, at);
  }

  private static @Nullable Alert follow(
      RuleMemory memory, @Nullable Alert before, Step step, long at) {
    Long startsAt = before == null ? null : before.startsAt();
    if (step.change() == Change.RESOLVED && startsAt != null) {
      memory.endEpisode(startsAt, at);
    }
    return step.alert();
  }

  /** Whether a condition of the rule looks at something in the event. */
  boolean selects(Event event) {
    for (Condition condition : rule.conditions()) {
      for (Measurement measurement : event.measurements()) {
        if (selects(condition, measurement, event.labels())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean selects(Condition condition, Measurement measurement, Labels labels) {
    return condition.metric().equals(measurement.metric()) && condition.selects(labels);
  }

  private boolean takeIn(RuleMemory memory, @Nullable Long time, Event event) {
    boolean anyNew = false;
    for (int i = 0; i < rule.conditions().size(); i++) {
      Condition condition = rule.conditions().get(i);
      for (Measurement measurement : event.measurements()) {
        if (selects(condition, measurement, event.labels())) {
          boolean late = time != null && event.timestamp() <= time - condition.windowMillis();
          Intake intake =
              late
                  ? Intake.LATE
                  : memory.window(i).add(event.labels(), event.timestamp(), measurement.value());
          intakes.accept(intake);
          anyNew |= intake == Intake.NEW;
        }
      }
    }
    return anyNew;
  }

  private List<Verdict> judge(RuleMemory memory, long at) {
    var verdicts = new ArrayList<Verdict>(rule.conditions().size());
    for (int i = 0; i < rule.conditions().size(); i++) {
      Condition condition = rule.conditions().get(i);
      ConditionWindow window = memory.window(i);
      window.expire(condition, at);
      verdicts.add(window.judge(condition));
    }
    return verdicts;
  }

  private boolean verdict(List<Verdict> verdicts) {
    return rule.when() == When.ALL
        ? verdicts.stream().allMatch(Verdict::holds)
        : verdicts.stream().anyMatch(Verdict::holds);
  }

  private Transition transition(
      Labels group,
      RuleMemory memory,
      List<Verdict> verdicts,
      @Nullable Alert before,
      Step step,
      Reason reason,
      long at) {
    Labels labels = group.with(rule.response().labels());
    Double value = verdicts.get(0).value();
    var annotations = new TreeMap<String, String>();
    rule.response()
        .annotations()
        .forEach(
            (name, text) -> annotations.put(name, AnnotationTemplate.fill(text, labels, value)));
    boolean resolved = step.change() == Change.RESOLVED;
    Alert told = resolved ? before : step.alert();
    return new Transition(
        rule.name(),
        status(step.change()),
        reason,
        rule.severity(),
        labels,
        Fingerprint.of(rule.name(), group),
        value,
        at,
        told == null ? null : told.startsAt(),
        resolved ? at : null,
        evidence(memory, verdicts),
        annotations,
        rule.response().notifications(),
        rule.response().actions());
  }

  private static AlertStatus status(Change change) {
    return switch (change) {
      case BECAME_PENDING -> AlertStatus.PENDING;
      case BECAME_INACTIVE -> AlertStatus.INACTIVE;
      case BEGAN_FIRING -> AlertStatus.FIRING;
      case RESOLVED -> AlertStatus.RESOLVED;
      case UNCHANGED -> throw new IllegalArgumentException("nothing changed");
    };
  }

  /** The newest readings of the series that made the rule's verdict what it is, oldest first. */
  private List<Evidence> evidence(RuleMemory memory, List<Verdict> verdicts) {
    boolean verdict = verdict(verdicts);
    Set<Reading> readings = new LinkedHashSet<>();
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i).holds() == verdict) {
        readings.addAll(memory.window(i).evidence(rule.conditions().get(i), verdict));
      }
    }
    return readings.stream()
        .sorted(OLDEST_FIRST)
        .skip(Math.max(0, readings.size() - MAX_EVIDENCE))
        .map(each -> new Evidence(each.labels(), each.value(), each.timestamp()))
        .toList();
  }
}
