package dev.pointsman.agent.event;

import dev.pointsman.event.EventKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a replica is behind its primary; at least one lag is known.
 *
 * @param region of the replica
 * @param lagMillis null where it is not known
 * @param lagBytes null where it is not known
 * @param syncState as PostgreSQL says it, such as {@code sync}; null where it does not
 */
public record ReplicationLagEvent(
    String cluster,
    String replica,
    String region,
    @Nullable Double lagMillis,
    @Nullable Double lagBytes,
    @Nullable String syncState,
    Instant at)
    implements AgentEvent {

  public ReplicationLagEvent {
    if (lagMillis == null && lagBytes == null) {
      throw new IllegalArgumentException("no lag of " + replica + " is known");
    }
  }

  @Override
  public EventKind kind() {
    return EventKind.REPLICATION_LAG;
  }

  @Override
  public String key() {
    return cluster;
  }

  @Override
  public byte[] json() {
    return JsonObject.write(
        json -> {
          json.writeStringField("cluster", cluster);
          json.writeStringField("replica", replica);
          json.writeStringField("region", region);
          if (lagMillis != null) {
            json.writeNumberField("lag_ms", lagMillis);
          }
          if (lagBytes != null) {
            json.writeNumberField("lag_bytes", lagBytes);
          }
          if (syncState != null) {
            json.writeStringField("sync_state", syncState);
          }
          json.writeNumberField("timestamp", at.toEpochMilli());
        });
  }
}
