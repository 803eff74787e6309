package dev.pointsman.agent.event;

/** Where what agents found goes. */
@FunctionalInterface
public interface EventSink {

  /** Takes the event without waiting for Kafka; any thread may call. */
  void accept(AgentEvent event);
}
