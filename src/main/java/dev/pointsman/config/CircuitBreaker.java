package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code circuit_breaker}, in the terms of resilience4j; null is what is left out.
 *
 * @param failureRate percent
 * @param slowCallRate percent
 * @param windowType {@code count_based} or {@code time_based}
 * @param windowSize calls, or seconds
 */
public record CircuitBreaker(
    @Nullable Double failureRate,
    @Nullable Double slowCallRate,
    @Nullable Duration slowCallDuration,
    @Nullable String windowType,
    @Nullable Integer windowSize,
    @Nullable Duration waitDuration,
    @Nullable Integer permittedCallsInHalfOpenState) {

  private static final ObjectType THRESHOLDS =
      ObjectType.open(
          "circuit_breaker.thresholds",
          optional("failure_rate", Scalars.PERCENT, "Percent of calls that fail."),
          optional("slow_call_rate", Scalars.PERCENT, "Percent of calls that are slow."),
          optional(
              "slow_call_duration_threshold",
              Scalars.MILLISECONDS,
              "Milliseconds from which a call is slow."));

  private static final ObjectType SLIDING_WINDOW =
      ObjectType.open(
          "circuit_breaker.sliding_window",
          optional("type", Shapes.oneOf("count_based", "time_based"), "What size counts."),
          optional("size", Shapes.POSITIVE_WHOLE, "Calls, or seconds."));

  static final Section<CircuitBreaker> SECTION =
      Section.of(
          "circuit_breaker",
          "When callers stop calling what fails.",
          ObjectType.open(
              "circuit_breaker",
              optional("thresholds", Shapes.object(THRESHOLDS), "When it opens."),
              optional("sliding_window", Shapes.object(SLIDING_WINDOW), "What is looked at."),
              optional("wait_duration", Scalars.MILLISECONDS, "Milliseconds that it stays open."),
              optional(
                  "permitted_calls_in_half_open_state",
                  Shapes.POSITIVE_WHOLE,
                  "Calls with which it tries again.")),
          CircuitBreaker::read);

  private static @Nullable CircuitBreaker read(Block block) {
    Block thresholds = block.block("thresholds");
    Block window = block.block("sliding_window");
    return block.sound()
        ? new CircuitBreaker(
            thresholds.percent("failure_rate"),
            thresholds.percent("slow_call_rate"),
            thresholds.milliseconds("slow_call_duration_threshold"),
            window.text("type"),
            window.whole("size"),
            block.milliseconds("wait_duration"),
            block.whole("permitted_calls_in_half_open_state"))
        : null;
  }
}
