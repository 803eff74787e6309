package dev.pointsman.reference;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Evidence;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.When;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One group of one rule: all that it ever accepted, and where its alert stands. */
final class ReferenceGroup {

  private static final int EVIDENCE_AT_MOST = 10;

  /** What all conditions together said. */
  private record Judgement(boolean holds, @Nullable Double value, List<Evidence> evidence) {}

  private final AlertRule rule;
  private final Labels by;
  private final Consumer<Transition> out;

  /** What each condition accepted, in the order of the rule's conditions. */
  private final List<List<Reading>> accepted = new ArrayList<>();

  private long t;

  /** The last one. */
  private Judgement judgement = new Judgement(false, null, List.of());

  /** The value in the last transition. */
  private @Nullable Double toldValue;

  private boolean silent;

  /** A silence was acted on then: the story goes on from there. */
  private @Nullable Long notBefore;

  private AlertStatus status = AlertStatus.INACTIVE;
  private @Nullable Long pendingSince;
  private @Nullable Long startsAt;
  private @Nullable Long recoveringSince;

  /**
   * @param firstTimestamp of the first reading that the rule selected for this group
   */
  ReferenceGroup(AlertRule rule, Labels by, long firstTimestamp, Consumer<Transition> out) {
    this.rule = rule;
    this.by = by;
    this.out = out;
    this.t = firstTimestamp;
    rule.conditions().forEach(condition -> accepted.add(new ArrayList<>()));
  }

  AlertRule rule() {
    return rule;
  }

  /**
   * This group under the changed rule: with what each condition still may use, its time, and its
   * alert as it stands.
   */
  ReferenceGroup under(AlertRule changed) {
    var group = new ReferenceGroup(changed, by, t, out);
    for (int i = 0; i < changed.conditions().size(); i++) {
      group.accepted.get(i).addAll(kept(changed.conditions().get(i)));
    }
    group.judgement = judgement;
    group.toldValue = toldValue;
    group.silent = silent;
    group.notBefore = notBefore;
    group.status = status;
    group.pendingSince = pendingSince;
    group.startsAt = startsAt;
    group.recoveringSince = recoveringSince;
    return group;
  }

  /**
   * Readings from before the window are only there for the {@code every} that ran over them; under
   * another bound it still has the newest of them.
   */
  private List<Reading> kept(Condition changed) {
    List<Reading> inWindow = List.of();
    List<Reading> withTheNewestBefore = null;
    for (int i = 0; i < accepted.size(); i++) {
      Condition before = rule.conditions().get(i);
      if (sameReadings(before, changed) && sameRuns(before, changed)) {
        return accepted.get(i);
      }
      if (sameReadings(before, changed)) {
        inWindow = accepted.get(i).stream().filter(each -> !isLate(changed, each)).toList();
        if (isEveryOfTheSame(before, changed)) {
          withTheNewestBefore = new ArrayList<>(inWindow);
          withTheNewestBefore.addAll(newestBeforeTheWindow(changed, accepted.get(i)));
        }
      }
    }
    return withTheNewestBefore == null ? inWindow : withTheNewestBefore;
  }

  /** Of each series, or of all together where they are pooled. */
  private Collection<Reading> newestBeforeTheWindow(Condition condition, List<Reading> readings) {
    var newest = new HashMap<Labels, Reading>();
    readings.stream()
        .filter(each -> isLate(condition, each))
        .sorted(ReferenceVerdict.BY_TIME_THEN_LABELS)
        .forEach(
            each ->
                newest.put(condition.per() == Scope.SERIES ? each.labels() : Labels.EMPTY, each));
    return newest.values();
  }

  private static boolean isEveryOfTheSame(Condition one, Condition other) {
    return one.aggregate() == Aggregate.EVERY
        && other.aggregate() == Aggregate.EVERY
        && one.per() == other.per();
  }

  private static boolean sameRuns(Condition one, Condition other) {
    return one.aggregate() == other.aggregate()
        && one.bound().equals(other.bound())
        && one.per() == other.per();
  }

  private static boolean sameReadings(Condition one, Condition other) {
    return one.metric().equals(other.metric())
        && Set.copyOf(one.match()).equals(Set.copyOf(other.match()))
        && one.windowMillis() == other.windowMillis();
  }

  /** The rule is gone. */
  void close(long now) {
    long at = notBeforeSilence(now);
    judgement = new Judgement(false, toldValue, List.of());
    if (status == AlertStatus.FIRING) {
      resolve(Reason.RULE_REMOVED, at);
    } else if (status == AlertStatus.PENDING) {
      become(AlertStatus.INACTIVE, Reason.RULE_REMOVED, at, null);
    }
  }

  /** Takes in what is new for any condition, and judges once if anything was. */
  void takeIn(Event event) {
    var news = new ArrayList<List<Reading>>();
    for (int i = 0; i < accepted.size(); i++) {
      news.add(newReadings(rule.conditions().get(i), accepted.get(i), event));
    }
    if (news.stream().allMatch(List::isEmpty)) {
      return;
    }
    if (deadline() < event.timestamp()) {
      fallSilent();
    }
    for (int i = 0; i < news.size(); i++) {
      accepted.get(i).addAll(news.get(i));
    }
    t = Math.max(t, event.timestamp());
    silent = false;
    judgement = judge();
    follow();
  }

  private List<Reading> newReadings(Condition condition, List<Reading> known, Event event) {
    return event.readings().stream()
        .filter(each -> ReferenceSelection.selects(condition, each))
        .filter(each -> !isLate(condition, each))
        .filter(each -> known.stream().noneMatch(other -> isSame(each, other)))
        .toList();
  }

  private boolean isLate(Condition condition, Reading reading) {
    return reading.timestamp() <= t - condition.windowMillis();
  }

  private static boolean isSame(Reading one, Reading other) {
    return one.metric().equals(other.metric())
        && one.labels().equals(other.labels())
        && one.timestamp() == other.timestamp();
  }

  private Judgement judge() {
    var verdicts = new ArrayList<ReferenceVerdict>();
    for (int i = 0; i < accepted.size(); i++) {
      verdicts.add(ReferenceVerdict.of(rule.conditions().get(i), accepted.get(i), t));
    }
    boolean holds =
        rule.when() == When.ALL
            ? verdicts.stream().allMatch(ReferenceVerdict::holds)
            : verdicts.stream().anyMatch(ReferenceVerdict::holds);
    return new Judgement(holds, verdicts.get(0).value(), evidence(verdicts, holds));
  }

  private static List<Evidence> evidence(List<ReferenceVerdict> verdicts, boolean holds) {
    var distinct = new LinkedHashSet<Reading>();
    verdicts.stream()
        .filter(verdict -> verdict.holds() == holds)
        .forEach(verdict -> distinct.addAll(verdict.deciding()));
    List<Reading> oldestFirst =
        distinct.stream()
            .sorted(
                ReferenceVerdict.BY_TIME_THEN_LABELS.thenComparing(
                    Comparator.comparing(Reading::metric)))
            .toList();
    return oldestFirst
        .subList(Math.max(0, oldestFirst.size() - EVIDENCE_AT_MOST), oldestFirst.size())
        .stream()
        .map(each -> new Evidence(each.labels(), each.value(), each.timestamp()))
        .toList();
  }

  /** The table of the lifecycle. */
  private void follow() {
    long at = notBeforeSilence(t);
    switch (status) {
      case INACTIVE, RESOLVED -> {
        if (judgement.holds() && rule.hold().beforeFiringMillis() == 0) {
          fire(Reason.CONDITION, at);
        } else if (judgement.holds()) {
          pendingSince = at;
          become(AlertStatus.PENDING, Reason.CONDITION, at, null);
        }
      }
      case PENDING -> {
        if (!judgement.holds()) {
          become(AlertStatus.INACTIVE, Reason.CONDITION, at, null);
        } else if (at - Objects.requireNonNull(pendingSince) >= rule.hold().beforeFiringMillis()) {
          fire(Reason.CONDITION, at);
        }
      }
      case FIRING -> {
        if (judgement.holds()) {
          recoveringSince = null;
        } else if (rule.hold().beforeResolvedMillis() == 0) {
          resolve(Reason.CONDITION, at);
        } else if (recoveringSince == null) {
          recoveringSince = at;
        } else if (at - recoveringSince >= rule.hold().beforeResolvedMillis()) {
          resolve(Reason.CONDITION, at);
        }
      }
    }
  }

  /** When this group falls silent unless something new comes. */
  long deadline() {
    return t + rule.noData().afterMillis();
  }

  /** Nothing came until the deadline: once for each silence. */
  void fallSilent() {
    NoData.Policy policy = rule.noData().policy();
    if (silent || policy == NoData.Policy.KEEP) {
      return;
    }
    silent = true;
    judgement = judge();
    long at = notBeforeSilence(deadline());
    notBefore = at;
    if (policy == NoData.Policy.ALERT && status != AlertStatus.FIRING) {
      fire(Reason.NO_DATA, at);
    } else if (policy == NoData.Policy.RESOLVE && status == AlertStatus.FIRING) {
      resolve(Reason.NO_DATA, at);
    }
  }

  private long notBeforeSilence(long at) {
    return notBefore == null ? at : Math.max(at, notBefore);
  }

  private void fire(Reason reason, long at) {
    startsAt = at;
    recoveringSince = null;
    become(AlertStatus.FIRING, reason, at, null);
  }

  private void resolve(Reason reason, long at) {
    become(AlertStatus.RESOLVED, reason, at, at);
    if (Objects.equals(startsAt, at) && Objects.equals(notBefore, at)) {
      notBefore = at + 1;
    }
    startsAt = null;
  }

  private void become(AlertStatus next, Reason reason, long at, @Nullable Long endsAt) {
    status = next;
    toldValue = judgement.value();
    out.accept(
        new Transition(
            rule.name(),
            next,
            reason,
            rule.severity(),
            by.with(rule.response().labels()),
            rule.name() + by,
            judgement.value(),
            at,
            startsAt,
            endsAt,
            judgement.evidence(),
            rule.response().annotations(),
            rule.response().notifications(),
            rule.response().actions()));
  }
}
