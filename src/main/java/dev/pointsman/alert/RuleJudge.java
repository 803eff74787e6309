package dev.pointsman.alert;

import dev.pointsman.alert.AlertLifecycle.Change;
import dev.pointsman.alert.AlertLifecycle.Step;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.NoData;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges one rule for any of its groups: moves the alert, and tells the transitions. Holds no state
 * of its own.
 */
final class RuleJudge {

  private static final int MAX_EVIDENCE = 10;

  private static final Comparator<Reading> OLDEST_FIRST =
      Comparator.comparingLong(Reading::timestamp)
          .thenComparing(Reading::labels)
          .thenComparing(Reading::metric);

  private final AlertRule rule;
  private final List<RuleMemory.Demand> demands;
  private final long removal;
  private final long listeningSince;
  private final boolean mayRest;
  private final GroupMemoryFormat.Begun begun;

  /**
   * A judge.
   *
   * @param removal the last one of a rule of this name, as {@link
   *     dev.pointsman.rule.RuleSet#removal} tells it
   * @param listeningSince as {@link GroupJudge} has it
   */
  RuleJudge(AlertRule rule, long removal, long listeningSince) {
    this.rule = rule;
    this.removal = removal;
    this.listeningSince = listeningSince;
    this.demands = rule.conditions().stream().map(RuleMemory.Demand::of).toList();
    List<RuleMemory.Kept> kept = demands.stream().map(RuleMemory.Kept::begun).toList();
    this.begun =
        new GroupMemoryFormat.Begun(new RuleMemory(rule.name(), removal, kept, 0L, 0, false, null));
    this.mayRest = rule.conditions().stream().allMatch(each -> each.trigger() != null);
  }

  AlertRule rule() {
    return rule;
  }

  /** Which removal of a rule of this name was the last. */
  long removal() {
    return removal;
  }

  /** Whether no condition of it comes to hold without a reading that triggers it. */
  boolean mayRest() {
    return mayRest;
  }

  /** What is written of a rule that has seen nothing but the readings which are still there. */
  GroupMemoryFormat.Begun begun() {
    return begun;
  }

  List<RuleMemory.Demand> demands() {
    return demands;
  }

  /**
   * Judges the rule for the sake of new readings, which its windows have taken in.
   *
   * @param memory the group's; changed
   * @param alerts the group's; changed where the rule's alert moved
   * @param timestamp of the readings
   * @param clock of silence, in milliseconds since the epoch
   */
  void judge(
      Labels group,
      RuleMemory memory,
      OpenAlerts alerts,
      long timestamp,
      long clock,
      Consumer<Transition> transitions) {
    memory.hear(timestamp, clock);
    memory.moveOn();
    Alert alert = alerts.of(rule.name());
    boolean verdict = memory.holds(rule.when());
    if (alert == null && !verdict) {
      memory.rest(mayRest);
      return; // what nearly every event comes to
    }
    memory.stir();
    long at = memory.notBeforeSilence(memory.now());
    Step step = AlertLifecycle.advance(alert, verdict, rule.hold(), at);
    follow(group, memory, alerts, alert, step, Reason.CONDITION, at, transitions);
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
   * Acts on the group's silence where it has lasted up to its deadline; once a silence.
   *
   * @param memory the group's; changed
   * @param alerts the group's; changed where the rule's alert moved
   * @param until the deadlines up to which are acted on, in milliseconds since the epoch
   */
  void silence(
      Labels group,
      RuleMemory memory,
      OpenAlerts alerts,
      long until,
      Consumer<Transition> transitions) {
    Long deadline = silenceDeadline(memory);
    Long time = memory.time();
    if (deadline == null || time == null || deadline > until) {
      return;
    }
    // A clock that lags behind the readings' does not make the silence older than they are.
    long at = memory.notBeforeSilence(Math.max(deadline, time));
    memory.fallSilent(at);
    memory.stir();
    Alert alert = alerts.of(rule.name());
    Step step = AlertLifecycle.silence(alert, rule.noData().policy(), at);
    follow(group, memory, alerts, alert, step, Reason.NO_DATA, at, transitions);
  }

  private void follow(
      Labels group,
      RuleMemory memory,
      OpenAlerts alerts,
      @Nullable Alert before,
      Step step,
      Reason reason,
      long at,
      Consumer<Transition> transitions) {
    Transition told = null;
    if (step.change() != Change.UNCHANGED) {
      told = transition(group, memory, before, step, reason, at);
      transitions.accept(told);
    }
    Long startsAt = before == null ? null : before.startsAt();
    if (step.change() == Change.RESOLVED && startsAt != null) {
      memory.endEpisode(startsAt, at);
    }
    if (told != null || !Objects.equals(step.alert(), before)) {
      alerts.put(rule.name(), step.alert(), told);
    }
  }

  private Transition transition(
      Labels group, RuleMemory memory, @Nullable Alert before, Step step, Reason reason, long at) {
    Labels labels = group.with(rule.response().labels());
    Double value = memory.windows()[0].value();
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
        memory.fingerprint(group),
        value,
        at,
        told == null ? null : told.startsAt(),
        resolved ? at : null,
        evidence(memory),
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
  private List<Evidence> evidence(RuleMemory memory) {
    boolean verdict = memory.holds(rule.when());
    Set<Reading> readings = new LinkedHashSet<>();
    for (RuleWindow window : memory.windows()) {
      if (window.holds() == verdict) {
        readings.addAll(window.evidence(verdict, MAX_EVIDENCE));
      }
    }
    return readings.stream()
        .sorted(OLDEST_FIRST)
        .skip(Math.max(0, readings.size() - MAX_EVIDENCE))
        .map(each -> new Evidence(each.labels(), each.value(), each.timestamp()))
        .toList();
  }
}
