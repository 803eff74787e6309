package dev.pointsman.job.alerting;

import dev.pointsman.alert.SeriesMemory;
import dev.pointsman.job.alerting.LiveGroups.Group;
import dev.pointsman.rule.Route;
import org.jspecify.annotations.Nullable;

/** A series of a group, by the {@link Route} that its events took. */
final class KnownSeries {

  private final Route route;
  private final @Nullable String onlyMetric;
  private @Nullable Group group;
  private @Nullable SeriesMemory memory;

  KnownSeries(Route route) {
    this.route = route;
    this.onlyMetric = route.metrics().size() == 1 ? route.metrics().get(0) : null;
  }

  Route route() {
    return route;
  }

  /** What its events measure, where that is one thing; else null. */
  @Nullable String onlyMetric() {
    return onlyMetric;
  }

  /** Reads what an event of it will be held against first; returns something that depends on it. */
  int touch() {
    SeriesMemory known = memory;
    return known == null ? 0 : known.touch();
  }

  /** The group of which it was judged last, which may be live no more; null before that. */
  @Nullable Group group() {
    return group;
  }

  /** What that group remembered of it, or remembers no more; null before it was judged. */
  @Nullable SeriesMemory memory() {
    return memory;
  }

  void judged(Group as, SeriesMemory remembered) {
    group = as;
    memory = remembered;
  }
}
