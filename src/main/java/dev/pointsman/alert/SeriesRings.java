package dev.pointsman.alert;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.NoData;
import dev.pointsman.window.Intake;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one series of a group, and the conditions that look at them. Mutable, for one
 * thread.
 */
abstract class SeriesRings {

  private final Labels labels;

  /** The first of its rings, which are linked. */
  private @Nullable Ring rings;

  private @Nullable GroupJudge resolvedFor;

  /** The metrics that no condition of {@link #resolvedFor} wants of it. */
  private Set<String> unwanted = Set.of();

  private boolean listens;

  SeriesRings(Labels labels) {
    this.labels = labels;
  }

  /** Called where it gets another ring, or nobody looks at it any more. */
  abstract void stir();

  final Labels labels() {
    return labels;
  }

  final @Nullable Ring rings() {
    return rings;
  }

  final int ringCount() {
    int count = 0;
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      count++;
    }
    return count;
  }

  /** Whether silence means something to one of its rules. */
  final boolean listens() {
    return listens;
  }

  /** Notes that a judge knows who looks at what is there already. */
  final void noteResolved(GroupJudge judge) {
    resolvedFor = judge;
  }

  /** Lets go of all readings. */
  final void forget() {
    rings = null;
    resolvedFor = null;
  }

  /** Finds out, once for a judge, which conditions want what an event measured. */
  final void resolve(Event event, GroupJudge judge, GroupMemory memory) {
    if (resolvedFor != judge) {
      resolvedFor = judge;
      unwanted = Set.of();
      Set<String> metrics = new TreeSet<>();
      for (Ring ring = rings; ring != null; ring = ring.next()) {
        metrics.add(ring.metric());
      }
      metrics.forEach(metric -> resolve(metric, memory));
    }
    List<Measurement> measurements = event.measurements();
    for (int i = 0; i < measurements.size(); i++) {
      String metric = measurements.get(i).metric();
      if (!hasRing(metric) && !unwanted.contains(metric)) {
        resolve(metric, memory);
        if (!hasRing(metric)) {
          unwanted = new TreeSet<>(unwanted);
          unwanted.add(metric);
        }
      }
    }
  }

  private boolean hasRing(String metric) {
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      if (ring.metric().equals(metric)) {
        return true;
      }
    }
    return false;
  }

  private void resolve(String metric, GroupMemory memory) {
    for (GroupJudge.Selection selection : memory.grouping().selecting(metric, labels)) {
      RuleMemory rule = memory.rule(selection.judge());
      if (!isWatchedBy(rule.windows()[selection.condition()])) {
        watch(rule, selection.condition(), ring(metric, rule.store(selection.condition())));
      }
    }
  }

  private boolean isWatchedBy(RuleWindow window) {
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      for (Tally tally : ring.tallies()) {
        if (tally.window() == window) {
          return true;
        }
      }
    }
    return false;
  }

  private Ring ring(String metric, int store) {
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      if (ring.store() == store && ring.metric().equals(metric)) {
        return ring;
      }
    }
    return add(new Ring(metric, store));
  }

  /** Behind the others, so that equal histories have equal bytes. */
  final Ring add(Ring ring) {
    stir();
    ring.setNext(null);
    Ring last = rings;
    if (last == null) {
      rings = ring;
      return ring;
    }
    for (Ring next = last.next(); next != null; next = last.next()) {
      last = next;
    }
    last.setNext(ring);
    return ring;
  }

  final void watch(RuleMemory rule, int condition, Ring ring) {
    rule.windows()[condition].watch(ring, labels, rule.past(condition, labels));
    RuleJudge judge = rule.judge();
    listens |= judge != null && judge.rule().noData().policy() != NoData.Policy.KEEP;
  }

  /** Lets go of all tallies, for others to be laid out. */
  final void dismantle() {
    stir();
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      ring.forgetTallies();
    }
    listens = false;
  }

  /** Gives each condition of the rules its tally of the readings that it has seen. */
  final void layOut(Collection<RuleMemory> live) {
    Ring before = rings;
    rings = null;
    for (Ring ring = before; ring != null; ring = before) {
      before = ring.next();
      layOut(ring, live);
      if (ring.tallies().length > 0) {
        add(ring);
      }
    }
  }

  private void layOut(Ring ring, Collection<RuleMemory> live) {
    for (RuleMemory rule : live) {
      for (int i = 0; i < rule.windows().length; i++) {
        if (ring.store() == rule.store(i)) {
          Condition condition = rule.windows()[i].condition();
          if (ring.metric().equals(Ring.UNKNOWN_METRIC)) {
            ring.setMetric(condition.metric());
          }
          if (ring.metric().equals(condition.metric()) && condition.selects(labels)) {
            watch(rule, i, ring);
          }
        }
      }
    }
  }

  /** Whether it holds a reading that the condition would select, in one of the metric's stores. */
  final boolean hasReadings(Condition condition, int store) {
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      if (ring.store() == store
          && ring.size() > 0
          && ring.metric().equals(condition.metric())
          && condition.selects(labels)) {
        return true;
      }
    }
    return false;
  }

  /** Takes an event in; the rules that it brought anything new have news afterwards. */
  final void take(Event event, Consumer<Intake> intakes) {
    List<Measurement> measurements = event.measurements();
    for (int i = 0; i < measurements.size(); i++) {
      Measurement each = measurements.get(i);
      for (Ring ring = rings; ring != null; ring = ring.next()) {
        if (ring.metric().equals(each.metric())) {
          ring.take(event.timestamp(), each.value());
          for (Tally tally : ring.tallies()) {
            Intake intake = tally.intake();
            intakes.accept(intake);
            if (intake == Intake.NEW) {
              RuleWindow.ruleOf(tally).bringNews();
            }
          }
        }
      }
    }
  }

  final List<List<Calm.Watcher>> watchers() {
    var watchers = new ArrayList<List<Calm.Watcher>>(1);
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      var ofRing = new ArrayList<Calm.Watcher>(ring.tallies().length);
      for (Tally tally : ring.tallies()) {
        RuleJudge judge = RuleWindow.ruleOf(tally).judge();
        if (judge != null) {
          ofRing.add(new Calm.Watcher(judge, tally.window().condition()));
        }
      }
      watchers.add(ofRing);
    }
    return watchers;
  }

  /** Whether anything is known that another reading would be judged with. */
  final boolean isAlive() {
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      if (ring.isAlive()) {
        return true;
      }
    }
    return false;
  }

  final void addTallies(Set<Tally> all) {
    for (Ring ring = rings; ring != null; ring = ring.next()) {
      Collections.addAll(all, ring.tallies());
    }
  }
}
