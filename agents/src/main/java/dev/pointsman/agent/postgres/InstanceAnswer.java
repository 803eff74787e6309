package dev.pointsman.agent.postgres;

import dev.pointsman.agent.fault.Fault;
import java.time.Duration;
import java.time.Instant;

/** What came of asking an instance something. */
sealed interface InstanceAnswer<T> {

  InstanceAddress instance();

  /** When the answer came, or was no longer waited for. */
  Instant at();

  /**
   * It answered.
   *
   * @param took from the question to the answer, with connecting where that was needed
   */
  record Told<T>(InstanceAddress instance, T value, Instant at, Duration took)
      implements InstanceAnswer<T> {}

  /** It did not. */
  record Silent<T>(InstanceAddress instance, Failure failure, Instant at)
      implements InstanceAnswer<T> {}

  /** The agent itself could not ask it. */
  record NotAsked<T>(InstanceAddress instance, Fault fault, Instant at)
      implements InstanceAnswer<T> {}
}
