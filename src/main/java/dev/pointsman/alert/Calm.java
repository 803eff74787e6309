package dev.pointsman.alert;

import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.NoData;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which readings of a series may wait, while all rules that look at it are at rest: those that
 * trigger none of their conditions. Whenever they are told, the rules come out the same. Immutable,
 * and the same for all series that the same conditions look at.
 *
 * @param rings of the series, in their order
 * @param shortestWindow of the conditions, in milliseconds
 * @param shortestSilence that means something to a rule, in milliseconds; {@link Long#MAX_VALUE}
 *     where none does
 */
record Calm(List<OfRing> rings, long shortestWindow, long shortestSilence) {

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
   * @param tallies how many conditions look at it
   */
  record OfRing(List<Bound> triggers, int tallies) {

    boolean mayWait(double value) {
      for (int i = 0; i < triggers.size(); i++) {
        if (triggers.get(i).holds(value)) {
          return false;
        }
      }
      return true;
    }
  }

  /** All that there are for one judge. */
  static final class All {
    private final Map<Calm, Calm> all = new HashMap<>();

    /** What a series' rules allow; null where one of their conditions may hold at any time. */
    @Nullable Calm of(@Nullable Ring rings) {
      var ofRings = new ArrayList<OfRing>(1);
      long window = Long.MAX_VALUE;
      long silence = Long.MAX_VALUE;
      for (Ring ring = rings; ring != null; ring = ring.next()) {
        Set<Bound> triggers = new LinkedHashSet<>();
        for (Tally tally : ring.tallies()) {
          Condition condition = tally.window().condition();
          Bound trigger = condition.trigger();
          RuleJudge judge = RuleWindow.ruleOf(tally).judge();
          if (trigger == null || judge == null) {
            return null;
          }
          triggers.add(trigger);
          window = Math.min(window, condition.windowMillis());
          NoData noData = judge.rule().noData();
          if (noData.policy() != NoData.Policy.KEEP) {
            silence = Math.min(silence, noData.afterMillis());
          }
        }
        ofRings.add(new OfRing(List.copyOf(triggers), ring.tallies().length));
      }
      var calm = new Calm(List.copyOf(ofRings), window, silence);
      Calm known = all.putIfAbsent(calm, calm);
      return known == null ? calm : known;
    }
  }
}
