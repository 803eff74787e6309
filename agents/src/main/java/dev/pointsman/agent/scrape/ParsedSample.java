package dev.pointsman.agent.scrape;

import dev.pointsman.event.Labels;
import org.jspecify.annotations.Nullable;

/**
 * One sample as a target wrote it.
 *
 * @param timestamp milliseconds since the epoch, null where the target named no time
 */
record ParsedSample(String metric, Labels labels, double value, @Nullable Long timestamp) {

  /** Who takes samples one after another. */
  @FunctionalInterface
  interface Taker {
    void take(ParsedSample sample) throws ScrapeException;
  }
}
