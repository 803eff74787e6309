package dev.pointsman.cli.inbox;

import java.time.Instant;
import java.util.List;

/**
 * An incident as PagerDuty keeps it: all events of one dedup key from the trigger that opened it to
 * its resolve.
 *
 * @param number counts up from 1 over all incidents
 * @param events oldest first, the newest {@link #EVENTS_KEPT} of them
 */
public record Incident(
    int number,
    String dedupKey,
    Status status,
    String summary,
    String severity,
    String source,
    Instant openedAt,
    Instant changedAt,
    List<Event> events) {

  static final int EVENTS_KEPT = 20;

  /** Where an incident stands. */
  public enum Status {
    TRIGGERED,
    ACKNOWLEDGED,
    RESOLVED
  }

  /**
   * One accepted request.
   *
   * @param json its body without the routing key
   */
  public record Event(Instant at, String action, String json) {}

  public Incident {
    events = List.copyOf(events.subList(Math.max(0, events.size() - EVENTS_KEPT), events.size()));
  }

  boolean isOpen() {
    return status != Status.RESOLVED;
  }
}
