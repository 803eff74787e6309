package dev.pointsman.job.notification;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the log says of messages that were given up: for each destination and reason one line a
 * minute at most, so that an outage does not drown it.
 */
final class UndeliveredWarnings {

  private static final long PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long REMEMBERED_MILLIS = Duration.ofHours(1).toMillis();

  private final Map<String, Said> saidByCause = new HashMap<>();

  /** A line, or none where one of its kind was given within the minute before. */
  Optional<String> warning(UndeliveredNotification undelivered) {
    String cause = undelivered.destination() + ": " + undelivered.reason();
    Said said = saidByCause.get(cause);
    if (said != null && undelivered.at() < said.at + PAUSE_MILLIS) {
      said.keptBack++;
      return Optional.empty();
    }
    String others = said == null || said.keptBack == 0 ? "" : " (and " + said.keptBack + " before)";
    // A reason may hold anything that a receiver answers, so there may be ever new ones.
    saidByCause.values().removeIf(each -> undelivered.at() >= each.at + REMEMBERED_MILLIS);
    saidByCause.put(cause, new Said(undelivered.at()));
    return Optional.of(
        String.format(
            "Rule %s: the %s was not delivered to %s%s",
            undelivered.transition().alert(), undelivered.kind(), cause, others));
  }

  private static final class Said {

    private final long at;
    private int keptBack;

    private Said(long at) {
      this.at = at;
    }
  }
}
