package dev.pointsman.agent.schedule;

import java.time.Duration;

/** Writes a duration for people: {@code 30 s}, {@code 1.5 s}, {@code 250 ms}. */
public final class Seconds {

  private Seconds() {}

  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 == 0) {
      return millis / 1000 + " s";
    }
    return millis < 1000 ? millis + " ms" : millis / 1000.0 + " s";
  }
}
