package dev.pointsman.agent.event;

import dev.pointsman.event.EventKind;

/** Where what agents found goes. */
@FunctionalInterface
public interface EventSink {

  /** Takes the event without waiting for Kafka; any thread may call. */
  void accept(AgentEvent event);

  /**
   * Whether there is room for more of this kind. Where there is not, each event that is accepted
   * pushes out an older one: who can send later should.
   */
  default boolean hasRoom(EventKind kind) {
    return true;
  }

  /**
   * Takes the event, or leaves it to who has it and tells it again; false in that case, and it is
   * not lost then.
   */
  default boolean offer(AgentEvent event) {
    accept(event);
    return true;
  }
}
