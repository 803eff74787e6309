package dev.pointsman.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.TestingPrometheus;
import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.agent.scrape.ScrapeTarget.Access;
import dev.pointsman.agent.scrape.ScrapeTarget.Limits;
import dev.pointsman.agent.scrape.ScrapeTarget.Naming;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import io.prometheus.client.CollectorRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same target, scraped by Prometheus and by us. */
class PrometheusScrapeIT {

  private static final String CONFIG =
      """
      global:
        scrape_interval: 1s
      scrape_configs:
        - job_name: prometheus
          static_configs:
            - targets: ['127.0.0.1:$PORT']
      """;

  @TempDir private Path folder;

  @Test
  void weReadWhatPrometheusStored() throws Exception {
    try (TestingPrometheus prometheus = TestingPrometheus.start(folder, CONFIG)) {
      String selector = "{job='prometheus',__name__!~'scrape_.*|up'}";
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> prometheus.query(selector).size() > 300); // its own, and Go's

      Map<String, Double> before = prometheus.query(selector);
      Map<String, Double> ours = scraped(prometheus.url("/metrics"));
      awaitAnotherScrape(prometheus);
      Map<String, Double> after = prometheus.query(selector);

      // What only grows, and is the same before and after, was so in the middle, too.
      var still = new HashMap<>(before);
      still.entrySet().removeIf(each -> !each.getValue().equals(after.get(each.getKey())));
      still.keySet().removeIf(each -> !each.matches("\\w+_(total|count|bucket|sum|info)\\b.*"));
      assertThat(still).hasSizeGreaterThan(100);
      assertThat(ours).containsAllEntriesOf(still);
      assertThat(ours.keySet()).containsAll(before.keySet());
      assertThat(after.keySet()).containsAll(ours.keySet());
    }
  }

  private static void awaitAnotherScrape(TestingPrometheus prometheus) {
    String count = "prometheus_target_interval_length_seconds_count";
    double before = sum(prometheus.query(count));
    await().atMost(Duration.ofMinutes(1)).until(() -> sum(prometheus.query(count)) >= before + 2);
  }

  private static double sum(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Map<String, Double> scraped(String url) throws Exception {
    var sink = new TestingSink();
    var target =
        new ScrapeTarget(
            "prometheus",
            URI.create(url),
            TestingScrape.PATIENT,
            Naming.DEFAULT,
            MetricSelection.EVERYTHING,
            Access.DEFAULT,
            Limits.DEFAULT);
    ScrapeCollector.forAll(
            List.of(target), "us-east-1", InstantSource.system(), new CollectorRegistry())
        .get(0)
        .collect(sink);
    var values = new HashMap<String, Double>();
    for (Reading each : sink.readings()) {
      var labels = new TreeMap<>(each.labels().toMap());
      assertThat(Objects.requireNonNull(labels.remove("observer"))).isEqualTo("us-east-1");
      if (!each.metric().startsWith("scrape_") && !each.metric().equals("up")) {
        values.put(each.metric() + Labels.of(labels), each.value());
      }
    }
    return values;
  }
}
