package dev.pointsman.notify;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been seen of one alert, to know a repeat when it comes.
 *
 * @param newestAt milliseconds since the epoch
 * @param steps the newest of the steps seen, oldest first
 */
public record Seen(long newestAt, List<Step> steps) {

  /** A state that an episode reached. */
  public record Step(long startsAt, AlertStatus state) {}

  static final Seen NOTHING = new Seen(Long.MIN_VALUE, List.of());

  /** Steps older than these are older than {@code newestAt}, too. */
  private static final int KEPT = 8;

  public Seen {
    steps = List.copyOf(steps);
  }

  boolean isNewerThan(Transition transition) {
    return transition.at() < newestAt;
  }

  boolean contains(Transition transition) {
    Long startsAt = transition.startsAt();
    return startsAt != null && steps.contains(new Step(startsAt, transition.state()));
  }

  Seen with(Transition transition) {
    Long startsAt = transition.startsAt();
    if (startsAt == null) {
      return new Seen(transition.at(), steps);
    }
    var all = new ArrayList<>(steps);
    all.add(new Step(startsAt, transition.state()));
    return new Seen(transition.at(), all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }
}
