package dev.pointsman.alert;

import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Scope;
import dev.pointsman.window.ConditionWindow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one rule remembers of one group besides its alert: the group's time, and a window for each
 * condition. Mutable, for one thread.
 *
 * <p>A window belongs to whatever condition looks at the same readings, so that a changed rule
 * keeps what it has seen.
 */
public final class RuleMemory {

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

  /** A window, and the demand of the condition that filled it. */
  record Slot(Demand demand, ConditionWindow window) {}

  private List<Slot> slots;
  private @Nullable Long time;
  private long heardAt;
  private boolean silent;
  private @Nullable Long silentAt;

  public RuleMemory() {
    this(List.of(), null, 0, false, null);
  }

  RuleMemory(
      List<Slot> slots,
      @Nullable Long time,
      long heardAt,
      boolean silent,
      @Nullable Long silentAt) {
    this.slots = slots;
    this.time = time;
    this.heardAt = heardAt;
    this.silent = silent;
    this.silentAt = silentAt;
  }

  /** A copy that shares nothing that changes. */
  RuleMemory(RuleMemory other) {
    slots = new ArrayList<>();
    for (Slot slot : other.slots) {
      slots.add(new Slot(slot.demand, new ConditionWindow(slot.window)));
    }
    time = other.time;
    heardAt = other.heardAt;
    silent = other.silent;
    silentAt = other.silentAt;
  }

  List<Slot> slots() {
    return slots;
  }

  /** The newest timestamp selected so far, in milliseconds since the epoch; null before that. */
  public @Nullable Long time() {
    return time;
  }

  /** Something new came: the group's time is {@code newTime}, and its silence begins anew. */
  void moveTo(long newTime, long clock) {
    time = newTime;
    heardAt = Math.max(heardAt, clock);
    silent = false;
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

  ConditionWindow window(int condition) {
    return slots.get(condition).window;
  }

  /** Lays the windows out for the conditions as they are now: what they have in common is kept. */
  void fit(List<Demand> demands) {
    if (fits(demands)) {
      return;
    }
    var fitted = new ArrayList<Slot>();
    for (Demand demand : demands) {
      fitted.add(fit(demand));
    }
    slots = fitted;
  }

  private boolean fits(List<Demand> demands) {
    if (slots.size() != demands.size()) {
      return false;
    }
    for (int i = 0; i < demands.size(); i++) {
      if (!slots.get(i).demand.equals(demands.get(i))) {
        return false;
      }
    }
    return true;
  }

  private Slot fit(Demand demand) {
    Slot sameReadings = null;
    Slot otherBound = null;
    for (Slot slot : slots) {
      if (slot.demand.equals(demand)) {
        return new Slot(demand, new ConditionWindow(slot.window));
      }
      if (slot.demand.readings == demand.readings) {
        sameReadings = slot;
        if (demand.sustained != null
            && slot.demand.sustained != null
            && slot.demand.sustained.per == demand.sustained.per) {
          otherBound = slot;
        }
      }
    }
    if (demand.sustained != null && otherBound != null) {
      var window = new ConditionWindow(otherBound.window);
      window.judgePastBy(demand.sustained.bound);
      return new Slot(demand, window);
    }
    if (sameReadings != null) {
      var window = new ConditionWindow(sameReadings.window);
      window.forgetPast();
      return new Slot(demand, window);
    }
    return new Slot(demand, new ConditionWindow());
  }
}
