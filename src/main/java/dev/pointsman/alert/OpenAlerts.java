package dev.pointsman.alert;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one group that are not inactive, by rule name; each with the transition that was
 * told last, so that it can be resolved when its rule is gone. Mutable, for one thread.
 */
public final class OpenAlerts {

  /** An alert, and what the world was told of it last. */
  record Entry(Alert alert, Transition told) {

    /** What is told when the rule is gone. */
    Transition closed(long at) {
      long end = Math.max(at, told.at());
      boolean fired = alert.isFiring();
      return new Transition(
          told.alert(),
          fired ? AlertStatus.RESOLVED : AlertStatus.INACTIVE,
          Reason.RULE_REMOVED,
          told.severity(),
          told.labels(),
          told.fingerprint(),
          told.value(),
          end,
          alert.startsAt(),
          fired ? end : null,
          List.of(),
          told.annotations(),
          told.notifications(),
          told.actions());
    }
  }

  private Map<String, Entry> byRule;
  private boolean isChanged;

  public OpenAlerts() {
    this(Collections.emptyMap());
  }

  OpenAlerts(Map<String, Entry> byRule) {
    this.byRule = byRule;
  }

  /** By rule name, in ascending order; not theirs. */
  Map<String, Entry> sorted() {
    return new TreeMap<>(byRule);
  }

  OpenAlerts copy() {
    return new OpenAlerts(new HashMap<>(byRule));
  }

  /** Whether anything moved since this was asked. */
  public boolean takeChanged() {
    boolean taken = isChanged;
    isChanged = false;
    return taken;
  }

  public boolean isEmpty() {
    return byRule.isEmpty();
  }

  /** Removes the alerts of rules that are not live, having closed each. */
  boolean closeUnless(Predicate<String> isLive, Consumer<Entry> closed) {
    if (byRule.isEmpty()) {
      return false;
    }
    Map<String, Entry> inOrder = sorted();
    inOrder.keySet().removeIf(isLive);
    inOrder.forEach(
        (rule, gone) -> {
          closed.accept(gone);
          byRule.remove(rule);
        });
    isChanged |= !inOrder.isEmpty();
    return !inOrder.isEmpty();
  }

  @Nullable Alert of(String rule) {
    Entry entry = byRule.get(rule);
    return entry == null ? null : entry.alert();
  }

  /** Notes where an alert stands now, and what was told of it if something was. */
  void put(String rule, @Nullable Alert alert, @Nullable Transition told) {
    isChanged = true;
    if (alert == null) {
      if (!byRule.isEmpty()) {
        byRule.remove(rule);
      }
      return;
    }
    Entry before = byRule.get(rule);
    if (told == null) {
      if (before == null) {
        throw new IllegalStateException("an alert of " + rule + " opened without a transition");
      }
      told = before.told();
    }
    if (byRule.isEmpty()) {
      byRule = new HashMap<>(); // most groups never have an alert
    }
    byRule.put(rule, new Entry(alert, told));
  }
}
