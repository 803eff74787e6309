package dev.pointsman.rule;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.event.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Finds the groups of the live rules that an event concerns; immutable. */
public final class RuleIndex {

  /** By which its routes are known: they do not keep the index itself. */
  private final Object version = new Object();

  private final RuleSet rules;
  private final boolean listens;

  /** Which groupings want a reading. */
  private final ConditionIndex<GroupBy> groupings;

  public RuleIndex(RuleSet rules) {
    this.rules = rules;
    this.listens = rules.listens();
    var entries = new ArrayList<ConditionIndex.Entry<GroupBy>>();
    for (AlertRule rule : rules.rules()) {
      for (Condition condition : rule.conditions()) {
        entries.add(new ConditionIndex.Entry<>(condition, rule.by()));
      }
    }
    this.groupings = new ConditionIndex<>(entries);
  }

  public RuleSet rules() {
    return rules;
  }

  /** Whether silence means something to one of the rules. */
  public boolean listens() {
    return listens;
  }

  /** Tells each group that an event concerns what the group's rules want of it. */
  public void route(Event event, BiConsumer<GroupKey, Event> groups) {
    List<String> metrics = event.measurements().stream().map(Measurement::metric).toList();
    var origin = new Origin(event.labels(), metrics);
    for (Route each = findRoutes(origin); each != null; each = each.next()) {
      groups.accept(each.group(), each.part(event));
    }
  }

  /**
   * Where the events of an origin go: the first of the routes, of which there is one for each
   * distinct grouping that wants them; null where there is none. Found once, and remembered with
   * the origin.
   */
  public @Nullable Route firstRoute(Origin origin) {
    Object memory = origin.memory();
    if (memory instanceof Route known && known.isFoundBy(version)) {
      return known;
    }
    if (memory == version) {
      return null;
    }
    Route found = findRoutes(origin);
    origin.remember(found == null ? version : found);
    return found;
  }

  /**
   * Has what {@link #firstRoute} will read for an origin brought into the caches: called for
   * several, these come at once.
   *
   * @return something that depends on what was read
   */
  public int touch(Origin origin) {
    return origin.memory() instanceof Route known ? known.lane() : 0;
  }

  private @Nullable Route findRoutes(Origin origin) {
    List<String> metrics = origin.metrics();
    if (metrics.size() > Route.MAX_METRICS) {
      throw new IllegalArgumentException("an event of " + metrics.size() + " measurements");
    }
    Map<GroupBy, Long> wanted = new LinkedHashMap<>();
    for (int i = 0; i < metrics.size(); i++) {
      for (GroupBy by : groupings.find(metrics.get(i), origin.labels())) {
        wanted.merge(by, 1L << i, (one, other) -> one | other);
      }
    }
    Route first = null;
    Route last = null;
    for (Map.Entry<GroupBy, Long> each : wanted.entrySet()) {
      GroupBy by = each.getKey();
      Labels group = by.group(origin.labels());
      if (group != null) {
        var key = new GroupKey(by.isEveryLabel(), group);
        Route found = Route.of(key, origin.labels(), metrics, each.getValue());
        last = found.foundBy(version, last);
        first = first == null ? last : first;
      }
    }
    return first;
  }
}
