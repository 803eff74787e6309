package dev.pointsman.agent;

import dev.pointsman.agent.event.EventSink;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;

/**
 * What an agent gives to its parts.
 *
 * @param observer who looks, the label {@code observer} of all that is told
 * @param sink where findings go
 * @param coverage which checks there are, and that they have run
 * @param clock whose times findings have
 * @param metrics about the agent itself, {@code pointsman_agent_...}
 */
public record AgentContext(
    String observer, EventSink sink, Coverage coverage, Clock clock, CollectorRegistry metrics) {

  /** The same with another sink. */
  public AgentContext withSink(EventSink other) {
    return new AgentContext(observer, other, coverage, clock, metrics);
  }
}
