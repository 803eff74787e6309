package dev.pointsman.agent.probe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param latency how long the answer took, null where none came
 * @param error why it is down, null where it is up
 */
public record Outcome(boolean up, @Nullable Duration latency, @Nullable String error) {

  static Outcome up(Duration latency) {
    return new Outcome(true, latency, null);
  }

  /** It answered, and the answer is that it is not well. */
  static Outcome unwell(Duration latency, String error) {
    return new Outcome(false, latency, error);
  }

  static Outcome noAnswer(String error) {
    return new Outcome(false, null, error);
  }
}
