package dev.pointsman.agent.scrape;

import dev.pointsman.agent.metric.SampleBatch;
import dev.pointsman.agent.scrape.ScrapeException.Reason;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;

/** What the agent shows of its scrapes, by job. */
final class ScrapeMetrics {

  private final Counter samples;
  private final Histogram bytes;
  private final Counter failures;

  ScrapeMetrics(CollectorRegistry registry) {
    this.samples =
        Counter.build("pointsman_agent_scrape_samples_total", "Samples by what became of them.")
            .labelNames("job", "outcome")
            .register(registry);
    this.bytes =
        Histogram.build("pointsman_agent_scrape_bytes", "Length of answers, unpacked.")
            .labelNames("job")
            .exponentialBuckets(1024, 4, 8)
            .register(registry);
    this.failures =
        Counter.build("pointsman_agent_scrape_failures_total", "Scrapes that gave nothing.")
            .labelNames("job", "reason")
            .register(registry);
  }

  void succeeded(String job, int length, SampleBatch batch) {
    bytes.labels(job).observe(length);
    batch
        .counts()
        .forEach((verdict, count) -> samples.labels(job, verdict.text()).inc((double) count));
  }

  void failed(String job, Reason reason) {
    failures.labels(job, reason.text()).inc();
  }
}
