package dev.pointsman.alert;

import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.NoData;
import dev.pointsman.window.Ring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which readings of a series may wait, while all rules that look at it are at rest: those that
 * trigger none of their conditions, or too few of them to make one hold. Whenever they are told,
 * the rules come out the same. Immutable, and the same for all series that the same conditions look
 * at.
 *
 * @param rings of the series, in their order
 * @param rules that look at it, in ascending order of their names
 * @param shortestWindow of the conditions, in milliseconds
 * @param longestWindow of the conditions, in milliseconds
 * @param shortestSilence that means something to a rule, in milliseconds; {@link Long#MAX_VALUE}
 *     where none does
 * @param maySleep whether readings in a window are all that the rules will want of those gone by
 */
record Calm(
    List<OfRing> rings,
    List<RuleJudge> rules,
    long shortestWindow,
    long longestWindow,
    long shortestSilence,
    boolean maySleep) {

  /** A rule's condition that looks at a ring. */
  record Watcher(RuleJudge judge, Condition condition) {}

  /**
   * Whether no silence is to be acted on because of a reading, before it or after.
   *
   * @param heardAt when something came before it, at the latest
   */
  boolean isNoSilence(long heardAt, long clock, long silencesUntil) {
    return shortestSilence == Long.MAX_VALUE
        || (clock - heardAt <= shortestSilence && isBefore(silencesUntil, clock));
  }

  private boolean isBefore(long silencesUntil, long clock) {
    return silencesUntil < clock || silencesUntil - clock < shortestSilence;
  }

  /**
   * Of one ring.
   *
   * @param triggers what a reading must not satisfy
   * @param triggersNeeded how many that do it takes for a condition to hold, at least
   * @param tallies how many conditions look at it
   */
  record OfRing(List<Bound> triggers, int triggersNeeded, int tallies) {

    /** Whether a reading triggers nothing. */
    boolean mayWait(double value) {
      for (int i = 0; i < triggers.size(); i++) {
        if (triggers.get(i).holds(value)) {
          return false;
        }
      }
      return true;
    }

    /** Whether no condition holds with another reading that triggers it, where the ring has all. */
    boolean isTooFew(Ring ring) {
      int found = 1;
      for (int i = 0; i < ring.sizeWithUntold() && found < triggersNeeded; i++) {
        found += mayWait(ring.value(i)) ? 0 : 1;
      }
      return found < triggersNeeded;
    }
  }

  /** All that there are for one judge. */
  static final class All {
    private final Map<Calm, Calm> all = new HashMap<>();

    /** Few, so that what is asked for each event is in the caches however many rules there are. */
    private final Map<List<OfRing>, List<OfRing>> allRings = new HashMap<>();

    /**
     * What some rules allow; null where one of their conditions may hold at any time.
     *
     * @param watchers of each ring
     */
    @Nullable Calm of(List<List<Watcher>> watchers) {
      var rings = new ArrayList<OfRing>(1);
      Set<RuleJudge> rules =
          new TreeSet<>(Comparator.comparing((RuleJudge each) -> each.rule().name()));
      long shortest = Long.MAX_VALUE;
      long longest = 0;
      long silence = Long.MAX_VALUE;
      boolean maySleep = true;
      for (List<Watcher> ofRing : watchers) {
        Set<Bound> triggers = new LinkedHashSet<>();
        int needed = Integer.MAX_VALUE;
        for (Watcher each : ofRing) {
          RuleJudge judge = each.judge();
          Bound trigger = each.condition().trigger();
          if (trigger == null || !judge.mayRest()) {
            return null;
          }
          triggers.add(trigger);
          needed = Math.min(needed, each.condition().triggersNeeded());
          shortest = Math.min(shortest, each.condition().windowMillis());
          longest = Math.max(longest, each.condition().windowMillis());
          NoData noData = judge.rule().noData();
          if (noData.policy() != NoData.Policy.KEEP) {
            silence = Math.min(silence, noData.afterMillis());
          }
          maySleep &=
              judge.rule().conditions().stream()
                  .noneMatch(condition -> condition.aggregate() == Aggregate.EVERY);
          rules.add(judge);
        }
        rings.add(new OfRing(List.copyOf(triggers), needed, ofRing.size()));
      }
      List<OfRing> sameRings = allRings.computeIfAbsent(List.copyOf(rings), each -> each);
      var calm = new Calm(sameRings, List.copyOf(rules), shortest, longest, silence, maySleep);
      Calm known = all.putIfAbsent(calm, calm);
      return known == null ? calm : known;
    }
  }
}
