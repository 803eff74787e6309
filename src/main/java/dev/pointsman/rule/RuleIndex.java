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

  /**
   * Tells each group that an event concerns, once per distinct grouping, with what the group's
   * rules want of the event.
   *
   * @return whether there was one
   */
  public boolean route(Event event, BiConsumer<GroupKey, Event> groups) {
    List<String> metrics = event.measurements().stream().map(Measurement::metric).toList();
    return route(event, new Origin(event.labels(), metrics), groups);
  }

  /**
   * The same, with less to do where an event of the same origin was routed before.
   *
   * @param origin of this event
   */
  public boolean route(Event event, Origin origin, BiConsumer<GroupKey, Event> groups) {
    List<Destination> destinations = destinations(origin);
    for (int i = 0; i < destinations.size(); i++) {
      Destination each = destinations.get(i);
      groups.accept(each.key(), each.part(event));
    }
    return !destinations.isEmpty();
  }

  private List<Destination> destinations(Origin origin) {
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
            destinations.add(new Destination(new GroupKey(by.isEveryLabel(), group), measurements));
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

  /**
   * A group, and which of an event's measurements it wants.
   *
   * @param wanted a bit for each of them, the lowest for the first
   */
  private record Destination(GroupKey key, long wanted) {

    Event part(Event event) {
      List<Measurement> all = event.measurements();
      if (Long.bitCount(wanted) == all.size()) {
        return event;
      }
      var part = new Measurement[Long.bitCount(wanted)];
      int taken = 0;
      for (int i = 0; i < all.size(); i++) {
        if ((wanted >> i & 1) != 0) {
          part[taken++] = all.get(i);
        }
      }
      return new Event(event.labels(), event.timestamp(), List.of(part));
    }
  }
}
