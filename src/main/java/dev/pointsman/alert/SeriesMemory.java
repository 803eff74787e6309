package dev.pointsman.alert;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.NoData;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group remembers of one series: its readings, and what each condition that selects them
 * makes of them. Mutable, for one thread.
 */
final class SeriesMemory {

  private static final Ring[] NO_RINGS = {};
  private static final Tally[] NO_TALLIES = {};
  private static final RuleMemory[] NO_RULES = {};
  private static final String[] NO_METRICS = {};

  private final Labels labels;
  private Ring[] rings;

  /** In the order of the rules' names, and of the conditions in each. */
  private Tally[] tallies = NO_TALLIES;

  /** The rule of each of the {@link #tallies}. */
  private RuleMemory[] rules = NO_RULES;

  /** Of which metrics it is known which conditions of {@link #resolvedFor} want them. */
  private String[] resolved = NO_METRICS;

  private @Nullable GroupJudge resolvedFor;
  private boolean listens;

  SeriesMemory(Labels labels) {
    this(labels, List.of());
  }

  SeriesMemory(Labels labels, Collection<Ring> rings) {
    this.labels = labels;
    this.rings = rings.toArray(NO_RINGS);
  }

  Labels labels() {
    return labels;
  }

  Ring[] rings() {
    return rings;
  }

  Tally[] tallies() {
    return tallies;
  }

  RuleMemory[] rules() {
    return rules;
  }

  /** Whether silence means something to one of its rules. */
  boolean listens() {
    return listens;
  }

  /** Finds out, once for a judge, which conditions want a metric of it. */
  void resolve(String metric, GroupJudge judge, GroupMemory memory) {
    if (resolvedFor != judge) {
      resolvedFor = judge;
      resolved = NO_METRICS;
    }
    for (String each : resolved) {
      if (each.equals(metric)) {
        return;
      }
    }
    resolved = Arrays.copyOf(resolved, resolved.length + 1);
    resolved[resolved.length - 1] = metric;
    for (GroupJudge.Selection selection : memory.grouping().selecting(metric, labels)) {
      RuleMemory rule = memory.rule(selection.judge());
      if (!isWatchedBy(rule, selection.condition())) {
        watch(rule, selection.condition(), ring(metric, rule.store(selection.condition())));
      }
    }
  }

  private boolean isWatchedBy(RuleMemory rule, int condition) {
    for (Tally tally : tallies) {
      if (tally.window() == rule.windows()[condition]) {
        return true;
      }
    }
    return false;
  }

  private Ring ring(String metric, int store) {
    for (Ring ring : rings) {
      if (ring.store() == store && ring.metric().equals(metric)) {
        return ring;
      }
    }
    var ring = new Ring(metric, store);
    rings = Arrays.copyOf(rings, rings.length + 1);
    rings[rings.length - 1] = ring;
    return ring;
  }

  private void watch(RuleMemory rule, int condition, Ring ring) {
    Tally tally = rule.windows()[condition].watch(ring, labels, rule.past(condition, labels));
    int place = tallies.length;
    while (place > 0 && rules[place - 1].name().compareTo(rule.name()) > 0) {
      place--;
    }
    var moreTallies = Arrays.copyOf(tallies, tallies.length + 1);
    var moreRules = Arrays.copyOf(rules, rules.length + 1);
    System.arraycopy(tallies, place, moreTallies, place + 1, tallies.length - place);
    System.arraycopy(rules, place, moreRules, place + 1, rules.length - place);
    moreTallies[place] = tally;
    moreRules[place] = rule;
    tallies = moreTallies;
    rules = moreRules;
    RuleJudge judge = rule.judge();
    listens |= judge != null && judge.rule().noData().policy() != NoData.Policy.KEEP;
  }

  /** Lets go of all tallies, for others to be laid out. */
  void dismantle() {
    for (Ring ring : rings) {
      ring.forgetTallies();
    }
    tallies = NO_TALLIES;
    rules = NO_RULES;
    listens = false;
  }

  /** Gives each condition of the rules its tally of the readings that it has seen. */
  void layOut(Collection<RuleMemory> live) {
    for (RuleMemory rule : live) {
      for (int i = 0; i < rule.windows().length; i++) {
        Condition condition = rule.windows()[i].condition();
        for (Ring ring : rings) {
          if (ring.store() == rule.store(i)) {
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
    var watched = new ArrayList<Ring>(rings.length);
    for (Ring ring : rings) {
      if (!ring.isUnwatched()) {
        watched.add(ring);
      }
    }
    rings = watched.toArray(NO_RINGS);
  }

  /** Whether it holds a reading that a condition has seen which would look at the same store. */
  boolean hasReadings(Condition condition, int store) {
    for (Ring ring : rings) {
      if (ring.store() == store
          && ring.size() > 0
          && ring.metric().equals(condition.metric())
          && condition.selects(labels)) {
        return true;
      }
    }
    return false;
  }

  /** Takes one of an event's measurements in. */
  void take(String metric, long timestamp, double value) {
    for (Ring ring : rings) {
      if (ring.metric().equals(metric)) {
        ring.take(timestamp, value);
      }
    }
  }

  /** Whether anything is known that another reading would be judged with. */
  boolean isAlive() {
    for (Ring ring : rings) {
      if (ring.isAlive()) {
        return true;
      }
    }
    return false;
  }
}
