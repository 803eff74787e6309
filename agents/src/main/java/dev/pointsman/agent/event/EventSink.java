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
   * How many events of this kind could not be kept at all so far: who saw it rise while it told
   * something, and can tell it again, should.
   */
  default long lost(EventKind kind) {
    return 0;
  }
}
