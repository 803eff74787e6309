package dev.pointsman.agent.event;

import dev.pointsman.event.EventKind;
import java.time.Instant;

/** Something that an agent found, with its own time, ready for its topic. */
public sealed interface AgentEvent permits HealthCheckEvent, ReplicationLagEvent, MetricEvent {

  /** Decides the topic. */
  EventKind kind();

  /** The key of its record, which keeps the events of one target, cluster or series in order. */
  String key();

  /** When it was so. */
  Instant at();

  /** One JSON object in UTF-8, as the topic's schema has it. */
  byte[] json();
}
