package dev.pointsman.agent.event;

import dev.pointsman.event.EventKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a check found.
 *
 * @param region whose users suffer when the target is down
 * @param observer who looked
 * @param latency how long the answer took, null where none came
 * @param error why it is down, null where it is up
 */
public record HealthCheckEvent(
    String check,
    String target,
    String region,
    String observer,
    boolean up,
    @Nullable Duration latency,
    @Nullable String error,
    Instant at)
    implements AgentEvent {

  /** Begins the error of one that says nothing of its target, which is told to nobody else. */
  public static final String NOT_ASKED = "not asked: ";

  @Override
  public EventKind kind() {
    return EventKind.HEALTH_CHECK;
  }

  @Override
  public String key() {
    return target;
  }

  @Override
  public byte[] json() {
    return JsonObject.write(
        json -> {
          json.writeStringField("check", check);
          json.writeStringField("target", target);
          json.writeStringField("region", region);
          json.writeStringField("observer", observer);
          json.writeStringField("status", up ? "up" : "down");
          if (latency != null) {
            json.writeNumberField("latency_ms", latency.toNanos() / 1_000_000.0);
          }
          if (error != null) {
            json.writeStringField("error", error);
          }
          json.writeNumberField("timestamp", at.toEpochMilli());
        });
  }
}
