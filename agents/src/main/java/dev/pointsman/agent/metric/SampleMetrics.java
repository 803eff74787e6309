package dev.pointsman.agent.metric;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/** Counts samples by where they came from and what became of them. */
public final class SampleMetrics {

  private final Counter samples;

  public SampleMetrics(CollectorRegistry registry) {
    this.samples =
        Counter.build("pointsman_agent_samples_total", "Samples by what became of them.")
            .labelNames("source", "outcome")
            .register(registry);
  }

  /**
   * Counts all of a batch.
   *
   * @param source such as {@code remote_write}
   */
  public void count(String source, SampleBatch batch) {
    for (Verdict verdict : Verdict.values()) {
      if (batch.count(verdict) > 0) {
        samples.labels(source, verdict.text()).inc(batch.count(verdict));
      }
    }
  }
}
