package dev.pointsman.agent.scrape;

import static dev.pointsman.agent.scrape.TestingScrape.NOW;
import static dev.pointsman.agent.scrape.TestingScrape.gzip;
import static dev.pointsman.agent.scrape.TestingScrape.target;
import static dev.pointsman.agent.scrape.TestingTarget.metrics;
import static dev.pointsman.agent.scrape.TestingTarget.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.fault.MissingSecretException;
import dev.pointsman.agent.fault.OwnFaultException;
import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.agent.scrape.ScrapeException.Reason;
import dev.pointsman.agent.scrape.ScrapeTarget.Access;
import dev.pointsman.agent.scrape.ScrapeTarget.Naming;
import dev.pointsman.agent.scrape.TestingTarget.Script;
import dev.pointsman.config.MetricFilter;
import dev.pointsman.config.TlsOptions;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScrapeCollectorIT {

  private static final String OPENMETRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final TestingScrape scrape = new TestingScrape();

  @Test
  void targetsThatAreAskedInTheSameWayShareOneClient() {
    long before = selectors();
    List<ScrapeTarget> targets =
        IntStream.range(1, 50).mapToObj(port -> target("http://127.0.0.1:" + port)).toList();
    List<ScrapeCollector> collectors =
        ScrapeCollector.forAll(targets, "o", () -> NOW, new CollectorRegistry());
    assertThat(collectors).hasSize(49);
    assertThat(selectors() - before).isLessThanOrEqualTo(1);
  }

  private static long selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().endsWith("-SelectorManager"))
        .count();
  }

  @Test
  void whatATargetSaysIsToldWithItsLabelsAndTheTimeOfTheScrape() throws Exception {
    try (var target = new TestingTarget(metrics("load{host=\"a\"} 0.5\nload{host=\"b\"} NaN\n"))) {
      scrape.collect(target(target.url()));

      Labels own =
          Labels.of(
              "instance", "127.0.0.1:" + target.port(), "job", "node", "observer", "us-east-1");
      assertThat(scrape.sink.of("load"))
          .containsExactly(
              new Reading("load", own.with(Labels.of("host", "a")), 0.5, NOW.toEpochMilli()));
      assertThat(scrape.sink.of("up"))
          .containsExactly(new Reading("up", own, 1, NOW.toEpochMilli()));
      assertThat(scrape.sink.values("scrape_samples_scraped")).containsExactly(2.0);
      assertThat(scrape.sink.values("scrape_duration_seconds"))
          .hasSize(1)
          .allMatch(each -> each > 0);
      assertThat(scrape.bytes()).isEqualTo(38);
    }
  }

  @Test
  void itAsksForOpenMetricsAndThenForTextAndSaysHowLongItWaits() throws Exception {
    try (var target = new TestingTarget(metrics("a 1\n"))) {
      scrape.collect(target(target.url() + "?module=x"));
      assertThat(target.requests().get(0))
          .startsWith("GET /metrics?module=x HTTP/1.1\n")
          .contains("\nAccept: application/openmetrics-text;version=1.0.0,")
          .contains("text/plain;version=0.0.4")
          .contains("\nAccept-Encoding: gzip\n")
          .contains("\nX-Prometheus-Scrape-Timeout-Seconds: 60.0\n")
          .doesNotContain("Authorization");
    }
  }

  @Test
  void openMetricsAndGzipAreRead() throws Exception {
    byte[] body =
        gzip("a_total 1 1763699990.5 # {trace=\"x\"} 1\n# EOF\n".getBytes(StandardCharsets.UTF_8));
    try (var target = new TestingTarget(whole(OPENMETRICS, body, "Content-Encoding: gzip\r\n"))) {
      scrape.collect(target(target.url()));
      assertThat(scrape.sink.of("a_total"))
          .extracting(Reading::timestamp)
          .containsExactly(1763699990500L);
    }
  }

  @Test
  void aTimeThatIsNotHonoredIsTheScrapes() throws Exception {
    try (var target = new TestingTarget(metrics("a 1 1763699990500\n"))) {
      var naming = new Naming(Labels.of("region", "us-west-2"), false, false);
      scrape.collect(target(target.url(), naming, MetricSelection.EVERYTHING));
      assertThat(scrape.sink.of("a", "region", "us-west-2"))
          .extracting(Reading::timestamp)
          .containsExactly(NOW.toEpochMilli());
    }
  }

  @Test
  void onlyWhatIsKeptIsToldAndEverythingIsCounted() throws Exception {
    var names =
        new MetricFilter(
            List.of("node_.*"), List.of(), Map.of("node_(.*)", "host_$1"), List.of(), Map.of());
    try (var target = new TestingTarget(metrics("node_load1 1\ngo_threads 2\nnode_x +Inf\n"))) {
      scrape.collect(target(target.url(), Naming.DEFAULT, new MetricSelection(names)));
      assertThat(scrape.sink.readings())
          .extracting(Reading::metric)
          .containsExactly("host_load1", "up", "scrape_duration_seconds", "scrape_samples_scraped");
      assertThat(scrape.counted("taken")).isEqualTo(1);
      assertThat(scrape.counted("not_selected")).isEqualTo(1);
      assertThat(scrape.counted("not_finite")).isEqualTo(1);
    }
  }

  @Test
  void aRedirectIsFollowedOnTheSameHostAndNowhereElse() throws Exception {
    Script redirects =
        (head, out) -> {
          if (head.startsWith("GET /metrics ")) {
            out.write(redirectTo("/other"));
          } else {
            metrics("a 1\n").answer(head, out);
          }
        };
    try (var target = new TestingTarget(redirects)) {
      scrape.collect(target(target.url()));
      assertThat(scrape.sink.values("a")).containsExactly(1.0);
    }
    assertThat(scrape.failure((head, out) -> out.write(redirectTo("/metrics"))))
        .hasMessage("more than 3 redirects");
    assertThat(scrape.failure((head, out) -> out.write(redirectTo("http://localhost:1/metrics"))))
        .hasMessage(
            "a redirect to another host, which allow_redirect_hosts does not name: localhost");
    assertThat(scrape.failure((head, out) -> out.write(redirectTo("https://127.0.0.1/metrics"))))
        .hasMessage("a redirect to another scheme: https://127.0.0.1/metrics");
    assertThat(scrape.failure((head, out) -> out.write(redirectTo("file:///etc/passwd"))).reason())
        .isEqualTo(Reason.REDIRECT);
  }

  @Test
  void whereARedirectToAnotherHostIsAllowedItDoesNotGetThePassword() throws Exception {
    var basic = new Authorization.Basic("agent", () -> Secret.of("geheim"));
    try (var other = new TestingTarget(metrics("a 1\n"));
        var target =
            new TestingTarget(
                (head, out) ->
                    out.write(redirectTo("http://localhost:" + other.port() + "/metrics")))) {
      scrape.collect(
          target(target.url(), new Access(basic, TlsOptions.DEFAULT, Set.of("localhost"))));
      assertThat(scrape.sink.values("a")).containsExactly(1.0);
      assertThat(target.requests().get(0)).contains("\nAuthorization: Basic YWdlbnQ6Z2VoZWlt\n");
      assertThat(other.requests().get(0)).doesNotContain("Authorization");
    }
  }

  @Test
  void aTokenIsReadAnewForEachScrape() throws Exception {
    var token = new AtomicLong(1);
    var bearer = new Authorization.Bearer(() -> Secret.of("token-" + token.getAndIncrement()));
    try (var target = new TestingTarget(metrics("a 1\n"))) {
      ScrapeCollector collector =
          scrape.collector(target(target.url(), new Access(bearer, TlsOptions.DEFAULT, Set.of())));
      collector.collect(scrape.sink);
      collector.collect(scrape.sink);
      assertThat(target.requests().get(0)).contains("\nAuthorization: Bearer token-1\n");
      assertThat(target.requests().get(1)).contains("\nAuthorization: Bearer token-2\n");
    }
  }

  @Test
  void aSecretThatCannotBeReadIsSaidByItsPlaceAndIsNotTheTargetsFault() {
    var bearer =
        new Authorization.Bearer(
            () -> {
              throw new MissingSecretException(
                  new IllegalArgumentException("the variable TOKEN is not set"));
            });
    assertThatThrownBy(
            () ->
                scrape.collect(
                    target(
                        "http://127.0.0.1:1/", new Access(bearer, TlsOptions.DEFAULT, Set.of()))))
        .isInstanceOf(OwnFaultException.class)
        .hasMessage("a secret is missing: the variable TOKEN is not set");
    assertThat(scrape.sink.readings()).as("nothing of the target").isEmpty();
    assertThat(scrape.failed(Reason.CREDENTIALS)).isEqualTo(1);
  }

  private static byte[] redirectTo(String location) {
    return ("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
