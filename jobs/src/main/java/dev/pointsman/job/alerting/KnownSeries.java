package dev.pointsman.job.alerting;

import dev.pointsman.alert.SeriesMemory;
import dev.pointsman.event.Identified;
import dev.pointsman.rule.Destination;
import org.jspecify.annotations.Nullable;

/** A series of a group, found by the bytes of the {@link Destination} that its events have. */
final class KnownSeries extends Identified {

  private final Destination destination;
  private @Nullable SeriesMemory memory;

  KnownSeries(Destination destination) {
    this.destination = destination;
  }

  Destination destination() {
    return destination;
  }

  /** What its group remembered of it when it was judged last; null before that. */
  @Nullable SeriesMemory memory() {
    return memory;
  }

  void setMemory(SeriesMemory memory) {
    this.memory = memory;
  }
}
