package dev.pointsman.agent;

import dev.pointsman.agent.event.EventSink;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;

/**
 * What an agent gives to its parts.
 *
 * @param identity which agent it is
 * @param sink where findings go
 * @param coverage which checks there are, and that they have run
 * @param clock whose times findings have
 * @param metrics about the agent itself, {@code pointsman_agent_...}
 */
public record AgentContext(
    AgentIdentity identity,
    EventSink sink,
    Coverage coverage,
    Clock clock,
    CollectorRegistry metrics) {

  /** Who looks, the label {@code observer} of all that is told. */
  public String observer() {
    return identity.observer();
  }

  /** The same with another sink. */
  public AgentContext withSink(EventSink other) {
    return new AgentContext(identity, other, coverage, clock, metrics);
  }
}
