package dev.pointsman.agent.probe;

import dev.pointsman.connector.http.Excerpt;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a check found.
 *
 * @param latency how long the answer took, null where none came
 * @param error why it is down, in one line that is not long whatever the target says; null where it
 *     is up
 * @param findings what was measured, also where it is down
 */
public record Outcome(
    Reason reason, @Nullable Duration latency, @Nullable String error, List<Finding> findings) {

  public Outcome {
    findings = List.copyOf(findings);
    error = error == null ? null : Excerpt.forReason(error);
    if ((reason == Reason.UP) != (error == null)) {
      throw new IllegalArgumentException("what is up has no error, and what is down has one");
    }
  }

  public static Outcome up(Duration latency) {
    return new Outcome(Reason.UP, latency, null, List.of());
  }

  /** It answered, and the answer is that it is not well. */
  public static Outcome unwell(Duration latency, String error) {
    return new Outcome(Reason.UNEXPECTED_ANSWER, latency, error, List.of());
  }

  public static Outcome noAnswer(Reason reason, String error) {
    return new Outcome(reason, null, error, List.of());
  }

  public Outcome with(List<Finding> measured) {
    return new Outcome(reason, latency, error, measured);
  }

  public boolean up() {
    return reason == Reason.UP;
  }
}
