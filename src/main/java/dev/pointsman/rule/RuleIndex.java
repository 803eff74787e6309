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
    for (Destination each : findDestinations(new Origin(event.labels(), metrics))) {
      groups.accept(each.group(), each.event(event.timestamp(), each.values(event)));
    }
  }

  /**
   * Where the events of an origin go: one destination for each distinct grouping that wants them.
   * Found once, and remembered with the origin.
   */
  public List<Destination> destinations(Origin origin) {
    if (origin.memory() instanceof Route route && route.version().equals(version)) {
      return route.destinations();
    }
    var route = new Route(version, findDestinations(origin));
    origin.remember(route);
    return route.destinations();
  }

  private List<Destination> findDestinations(Origin origin) {
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
    var destinations = new ArrayList<Destination>(wanted.size());
    wanted.forEach(
        (by, measurements) -> {
          Labels group = by.group(origin.labels());
          if (group != null) {
            var key = new GroupKey(by.isEveryLabel(), group);
            destinations.add(Destination.of(key, origin.labels(), metrics, measurements));
          }
        });
    return List.copyOf(destinations);
  }

  /**
   * Where the events of an origin go.
   *
   * @param version of the index that found it, by which alone it is told: the index is not kept
   */
  private record Route(Object version, List<Destination> destinations) {}
}
