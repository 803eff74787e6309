package dev.pointsman.agent;

import dev.pointsman.agent.event.EventSink;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * What an agent gives to its parts.
 *
 * @param observer who looks, the label {@code observer} of all that is told
 * @param sink where findings go
 * @param keeps whether what the sink is told now is kept for as long as Kafka is away; where not,
 *     who can tell it later should
 * @param coverage which checks there are, and that they have run
 * @param clock whose times findings have
 * @param metrics about the agent itself, {@code pointsman_agent_...}
 */
public record AgentContext(
    String observer,
    EventSink sink,
    BooleanSupplier keeps,
    Coverage coverage,
    Clock clock,
    CollectorRegistry metrics) {

  /** The same with another sink. */
  public AgentContext withSink(EventSink other) {
    return new AgentContext(observer, other, keeps, coverage, clock, metrics);
  }
}
