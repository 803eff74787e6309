package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code retry}; null is what is left out.
 *
 * @param maxAttempts the first one counted
 * @param multiplier of one interval over that before it
 */
public record Retry(
    @Nullable Integer maxAttempts,
    @Nullable Duration initialInterval,
    @Nullable Double multiplier,
    @Nullable Duration maxInterval,
    List<String> retryableExceptions) {

  static final Section<Retry> SECTION =
      Section.of(
          "retry",
          "How callers try again.",
          ObjectType.open(
              "retry",
              optional("max_attempts", Shapes.POSITIVE_WHOLE, "The first one counted."),
              optional("initial_interval", Scalars.MILLISECONDS, "Milliseconds."),
              optional("multiplier", Scalars.POSITIVE, "How intervals grow."),
              optional("max_interval", Scalars.MILLISECONDS, "Milliseconds."),
              optional(
                  "retryable_exceptions", Shapes.listOf(Shapes.TEXT), "After what is retried.")),
          Retry::read);

  public Retry {
    retryableExceptions = List.copyOf(retryableExceptions);
  }

  private static @Nullable Retry read(Block block) {
    Duration initial = block.milliseconds("initial_interval");
    Duration max = block.milliseconds("max_interval");
    if (initial != null && max != null && initial.compareTo(max) > 0) {
      block.problem("max_interval", "max_interval must not be shorter than initial_interval");
    }
    return block.sound()
        ? new Retry(
            block.whole("max_attempts"),
            initial,
            block.number("multiplier"),
            max,
            block.texts("retryable_exceptions"))
        : null;
  }
}
