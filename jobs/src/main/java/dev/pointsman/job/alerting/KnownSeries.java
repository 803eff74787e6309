package dev.pointsman.job.alerting;

import dev.pointsman.alert.SeriesMemory;
import dev.pointsman.rule.Route;
import org.jspecify.annotations.Nullable;

/** A series of a group, by the {@link Route} that its events took. */
final class KnownSeries {

  private final Route route;
  private @Nullable SeriesMemory memory;

  KnownSeries(Route route) {
    this.route = route;
  }

  Route route() {
    return route;
  }

  /** Reads what an event of it will be held against first; returns something that depends on it. */
  int touch() {
    SeriesMemory known = memory;
    return route.valueCount() + (known == null ? 0 : known.touch());
  }

  /** What its group remembered of it when it was judged last; null before that. */
  @Nullable SeriesMemory memory() {
    return memory;
  }

  void setMemory(SeriesMemory memory) {
    this.memory = memory;
  }
}
