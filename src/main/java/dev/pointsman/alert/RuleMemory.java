package dev.pointsman.alert;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.When;
import dev.pointsman.window.Run;
import dev.pointsman.window.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one rule remembers of one group besides its alert and the readings: the group's time, and
 * what each condition knows. Mutable, for one thread.
 *
 * <p>What a condition knows belongs to whatever condition looks at the same readings, so that a
 * changed rule keeps what it has seen.
 */
final class RuleMemory {

  /**
   * What a condition's window depends on.
   *
   * @param readings identity of the readings that it takes in
   * @param sustained what {@code every} looks for in them; null for any other aggregate
   */
  record Demand(long readings, @Nullable Sustained sustained) {

    static Demand of(Condition condition) {
      return new Demand(
          condition.readingsIdentity(),
          condition.aggregate() == Aggregate.EVERY
              ? new Sustained(condition.per(), condition.bound())
              : null);
    }
  }

  /** What the readings of each series, or of all together, have to satisfy. */
  record Sustained(Scope per, Bound bound) {}

  /**
   * What is kept for a condition besides the readings.
   *
   * @param store which rings of its metric it looks at
   * @param pooledPast how {@code every} over all series stood before the window
   * @param pasts how {@code every} stood before the window, of each series of which that is known
   */
  record Kept(Demand demand, int store, Run pooledPast, Map<Labels, Run> pasts) {

    /** Of a condition that has seen nothing before the readings of the first store. */
    static Kept begun(Demand demand) {
      return new Kept(demand, 0, Run.NONE, Map.of());
    }

    /** For a condition that may not know what another demand knew of the time before the window. */
    Kept under(Demand other) {
      if (demand.equals(other)) {
        return this;
      }
      Sustained before = demand.sustained;
      Sustained after = other.sustained;
      if (before == null || after == null || before.per != after.per) {
        return new Kept(other, store, Run.NONE, Map.of());
      }
      var judgedAnew = new HashMap<Labels, Run>();
      pasts.forEach((labels, past) -> judgedAnew.put(labels, past.under(after.bound)));
      return new Kept(other, store, pooledPast.under(after.bound), judgedAnew);
    }
  }

  private static final long NEVER = Long.MIN_VALUE;

  private final String name;
  private final long removal;
  private long time;
  private long heardAt;
  private boolean silent;
  private @Nullable Long silentAt;

  /** As it was read, or as another judge left it; null once there are windows. */
  private @Nullable List<Kept> kept;

  private @Nullable RuleJudge judge;
  private Kept[] slots = {};
  private RuleWindow[] windows = {};

  /** The window of the condition where there is just one. */
  private @Nullable RuleWindow only;

  private boolean hasNews;
  private boolean isAtRest;

  /** Of its alerts; null until there is one. */
  private @Nullable String fingerprint;

  /**
   * Of a rule that begins.
   *
   * @param removal the last one of a rule of this name, as {@link
   *     dev.pointsman.rule.RuleSet#removal} tells it
   */
  RuleMemory(String name, long removal) {
    this(name, removal, List.of(), null, 0, false, null);
  }

  RuleMemory(
      String name,
      long removal,
      List<Kept> kept,
      @Nullable Long time,
      long heardAt,
      boolean silent,
      @Nullable Long silentAt) {
    this.name = name;
    this.removal = removal;
    this.kept = kept;
    this.time = time == null ? NEVER : time;
    this.heardAt = heardAt;
    this.silent = silent;
    this.silentAt = silentAt;
  }

  String name() {
    return name;
  }

  /** Which removal of a rule of this name was the last when it began. */
  long removal() {
    return removal;
  }

  /** Of its alerts in the group. */
  String fingerprint(Labels group) {
    if (fingerprint == null) {
      fingerprint = Fingerprint.of(name, group);
    }
    return fingerprint;
  }

  /** The newest timestamp selected so far, in milliseconds since the epoch; null before that. */
  @Nullable Long time() {
    return time == NEVER ? null : (Long) time;
  }

  /** The same, of a rule that has selected something. */
  long now() {
    return time;
  }

  /**
   * Something new came, which the windows know already: the group's silence begins anew. {@link
   * #moveOn} goes on from there.
   */
  void hear(long timestamp, long clock) {
    time = Math.max(time, timestamp);
    heardAt = Math.max(heardAt, clock);
    silent = false;
    hasNews = true;
  }

  /** Moves the windows to the group's time. */
  void moveOn() {
    hasNews = false;
    if (only != null) {
      only.moveTo(time);
      return;
    }
    for (RuleWindow window : windows) {
      window.moveTo(time);
    }
  }

  /** The rule's verdict as of its time. */
  boolean holds(When when) {
    if (only != null) {
      return only.holds();
    }
    boolean all = when == When.ALL;
    for (RuleWindow window : windows) {
      if (window.holds() != all) {
        return !all;
      }
    }
    return all;
  }

  /**
   * Whether its alert is inactive, and stays so until a reading triggers one of its conditions: as
   * was found when it was judged last.
   */
  boolean isAtRest() {
    return isAtRest;
  }

  /** Notes whether it is at rest, its alert being inactive. */
  void rest(boolean mayRest) {
    boolean rests = mayRest && !silent;
    for (int i = 0; i < windows.length && rests; i++) {
      rests = windows[i].isAtRest();
    }
    isAtRest = rests;
  }

  /** Notes that its alert is not inactive, or that a silence was acted on. */
  void stir() {
    isAtRest = false;
  }

  /** Whether nothing is known of it but what {@link RuleJudge#begun} has, and these times. */
  boolean hasOnly(long timestamp, long clock, long lastRemoval) {
    boolean hasOnly =
        isAtRest
            && silentAt == null
            && time == timestamp
            && heardAt == clock
            && removal == lastRemoval;
    for (int i = 0; i < slots.length && hasOnly; i++) {
      hasOnly = slots[i].store == 0;
    }
    return hasOnly;
  }

  /** A window took in something that it did not know; until the rule is moved to a time. */
  void bringNews() {
    hasNews = true;
  }

  boolean hasNews() {
    return hasNews;
  }

  /** When something new came last, by the clock of silence; milliseconds since the epoch. */
  long heardAt() {
    return heardAt;
  }

  /** Whether the present silence has been acted on. */
  boolean isSilent() {
    return silent;
  }

  /** The present silence is acted on. */
  void fallSilent(long at) {
    silent = true;
    silentAt = at;
  }

  /** When a silence was acted on last: the alert's story goes on from there. */
  @Nullable Long silentAt() {
    return silentAt;
  }

  /** The time at which the alert moves for the sake of {@code at}: never before a silence. */
  long notBeforeSilence(long at) {
    return silentAt == null ? at : Math.max(at, silentAt);
  }

  /**
   * An episode ended: one that did so where it began, at a silence, leaves that time to itself, for
   * an episode is known by the time of its beginning.
   */
  void endEpisode(long startsAt, long at) {
    if (silentAt != null && silentAt == at && startsAt == at) {
      silentAt = at + 1;
    }
  }

  /** The judge of the rule as it is now; null before it is laid out for one. */
  @Nullable RuleJudge judge() {
    return judge;
  }

  /** Is judged by another judge of the very same rule from now on. */
  void judgedBy(RuleJudge sameRules) {
    judge = sameRules;
  }

  RuleWindow[] windows() {
    return windows;
  }

  int store(int condition) {
    return slots[condition].store;
  }

  Run past(int condition, Labels labels) {
    return slots[condition].pasts.getOrDefault(labels, Run.NONE);
  }

  /** What is kept of the conditions that there are. */
  List<Kept> kept() {
    if (kept != null) {
      return kept;
    }
    var all = new ArrayList<Kept>(slots.length);
    for (int i = 0; i < slots.length; i++) {
      Sustained sustained = slots[i].demand.sustained;
      all.add(
          sustained == null
              ? slots[i]
              : new Kept(
                  slots[i].demand, slots[i].store, windows[i].pooledPast(), windows[i].pasts()));
    }
    return all;
  }

  /** Forgets tallies of series that are gone. */
  void forget(Set<Tally> dead) {
    for (RuleWindow window : windows) {
      window.forget(dead);
    }
  }

  /** Forgets the windows, so that {@link #layOut} makes others. */
  void dismantle() {
    kept = kept();
    judge = null;
    windows = new RuleWindow[0];
    only = null;
  }

  /**
   * Makes windows for the conditions as they are now: what they have in common with those before is
   * kept. No series is in them yet.
   *
   * @param beginsIn the store of a condition that has seen nothing yet
   */
  void layOut(RuleJudge newJudge, Beginning beginsIn) {
    List<Kept> before = kept();
    List<Demand> demands = newJudge.demands();
    slots = new Kept[demands.size()];
    windows = new RuleWindow[demands.size()];
    for (int i = 0; i < slots.length; i++) {
      Condition condition = newJudge.rule().conditions().get(i);
      Kept own = fit(demands.get(i), before);
      slots[i] =
          own != null
              ? own
              : new Kept(demands.get(i), beginsIn.store(condition), Run.NONE, Map.of());
      long boundary = time == NEVER ? NEVER : time - condition.windowMillis();
      windows[i] = new RuleWindow(this, condition, boundary, slots[i].pooledPast);
    }
    only = windows.length == 1 ? windows[0] : null;
    isAtRest = false;
    judge = newJudge;
    kept = null;
  }

  /** Tells where a condition that has seen nothing begins. */
  @FunctionalInterface
  interface Beginning {
    int store(Condition condition);
  }

  private static @Nullable Kept fit(Demand demand, List<Kept> before) {
    Kept sameReadings = null;
    Kept otherBound = null;
    for (Kept each : before) {
      if (each.demand.equals(demand)) {
        return each;
      }
      if (each.demand.readings == demand.readings) {
        sameReadings = each;
        if (demand.sustained != null
            && each.demand.sustained != null
            && each.demand.sustained.per == demand.sustained.per) {
          otherBound = each;
        }
      }
    }
    Kept nearest = otherBound != null ? otherBound : sameReadings;
    return nearest == null ? null : nearest.under(demand);
  }
}
