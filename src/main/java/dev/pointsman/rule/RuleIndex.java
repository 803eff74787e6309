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

/** Finds the groups of the live rules that an event concerns; immutable. */
public final class RuleIndex {

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
    for (Route each : findRoutes(new Origin(event.labels(), metrics))) {
      groups.accept(each.group(), each.part(event));
    }
  }

  /**
   * Where the events of an origin go: one route for each distinct grouping that wants them. Found
   * once, and remembered with the origin.
   */
  public List<Route> routes(Origin origin) {
    if (origin.memory() instanceof Remembered known && known.version().equals(version)) {
      return known.routes();
    }
    var found = new Remembered(version, findRoutes(origin));
    origin.remember(found);
    return found.routes();
  }

  /**
   * Has what {@link #routes} will read for an origin brought into the caches: called for several,
   * these come at once.
   *
   * @return something that depends on what was read
   */
  public int touch(Origin origin) {
    return origin.memory() instanceof Remembered known && !known.routes().isEmpty()
        ? known.routes().get(0).lane() + known.routes().get(0).valueCount()
        : 0;
  }

  private List<Route> findRoutes(Origin origin) {
    List<String> metrics = origin.metrics();
    if (metrics.size() > Long.SIZE) {
      throw new IllegalArgumentException("an event of " + metrics.size() + " measurements");
    }
    Map<GroupBy, Long> wanted = new LinkedHashMap<>();
    for (int i = 0; i < metrics.size(); i++) {
      for (GroupBy by : groupings.find(metrics.get(i), origin.labels())) {
        wanted.merge(by, 1L << i, (one, other) -> one | other);
      }
    }
    var routes = new ArrayList<Route>(wanted.size());
    wanted.forEach(
        (by, measurements) -> {
          Labels group = by.group(origin.labels());
          if (group != null) {
            var key = new GroupKey(by.isEveryLabel(), group);
            routes.add(Route.of(key, origin.labels(), metrics, measurements));
          }
        });
    return List.copyOf(routes);
  }

  /**
   * Where the events of an origin go.
   *
   * @param version of the index that found it, by which alone it is told: the index is not kept
   */
  private record Remembered(Object version, List<Route> routes) {}
}
