package dev.pointsman.agent.collect;

import dev.pointsman.agent.event.EventSink;
import java.time.Duration;
import java.util.Set;

/** One system that is asked again and again, by one thread at a time. */
public interface Collector extends AutoCloseable {

  /** The kind of system, such as {@code postgresql}; the label {@code collector}. */
  String name();

  /** Which one of its kind; the label {@code target}. */
  String target();

  /**
   * The machines that it asks, by name or address: that one on another machine answers says that
   * the agent sees, and that none does, that it may be blind. Empty where it asks none.
   */
  default Set<String> hosts() {
    return Set.of();
  }

  /** From the start of one round to the start of the next. */
  Duration interval();

  /** After which a round that has not ended is interrupted and counts as failed. */
  Duration timeout();

  /**
   * Asks once, and tells what it found with the time at which it was so. It bounds by itself how
   * long and how much each answer may be, and ends soon when its thread is interrupted.
   *
   * @throws NoAnswerException if nothing of it answered at all
   * @throws dev.pointsman.agent.fault.OwnFaultException if the agent itself could not ask, as any
   *     exception is taken that {@link dev.pointsman.agent.fault.Fault} knows
   * @throws Exception if the system could not be asked; what was told before stays told
   */
  void collect(EventSink sink) throws Exception;

  /** Lets go of connections. */
  @Override
  void close();
}
