package dev.pointsman.agent.collect;

import java.time.Duration;

/** Writes a duration for people: {@code 30 s}, {@code 0.25 s}. */
final class Seconds {

  private Seconds() {}

  static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() / 1000.0 + " s";
  }
}
