package dev.pointsman.agent.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.pointsman.agent.TestingPrometheus;
import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that scrapes a target and writes to us. */
class PrometheusRemoteWriteIT {

  private static final String METRICS =
      """
      # TYPE test_requests_total counter
      test_requests_total{code="200",path="/a\\"b"} 42
      # TYPE test_temperature gauge
      test_temperature -3.5
      test_undefined NaN
      """;

  @TempDir private Path folder;

  private final LimitedSink sink = new LimitedSink();
  private final CollectorRegistry registry = new CollectorRegistry();
  private HttpServer target;

  /** Has room only where the test says so. */
  private static final class LimitedSink implements EventSink {

    private final TestingSink told = new TestingSink();
    private volatile boolean room = true;

    @Override
    public void accept(AgentEvent event) {
      told.accept(event);
    }

    @Override
    public boolean hasRoom(EventKind kind) {
      return room;
    }
  }

  @BeforeEach
  void startTarget() throws IOException {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/metrics",
        exchange -> {
          byte[] body = METRICS.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    target.start();
  }

  @AfterEach
  void stopTarget() {
    target.stop(0);
  }

  @Test
  void whatPrometheusScrapesArrivesWithItsLabelsAndTimes() throws Exception {
    long begun = System.currentTimeMillis();
    try (RemoteWriteServer server = server(() -> Secret.of("s3cret"));
        TestingPrometheus prometheus = prometheus(server, "bearer_token: s3cret")) {
      patiently().until(() -> sink.told.of("test_requests_total").size() >= 3);

      Labels own =
          Labels.of(
              "instance", "127.0.0.1:" + target.getAddress().getPort(),
              "job", "test",
              "region", "us-west-2");
      List<Reading> requests = sink.told.of("test_requests_total");
      assertThat(requests)
          .allSatisfy(
              each -> {
                assertThat(each.labels())
                    .isEqualTo(own.with(Labels.of("code", "200", "path", "/a\"b")));
                assertThat(each.value()).isEqualTo(42);
                assertThat(each.timestamp()).isBetween(begun, System.currentTimeMillis());
              });
      assertThat(requests).extracting(Reading::timestamp).doesNotHaveDuplicates().isSorted();
      assertThat(sink.told.last("test_temperature")).hasValue(-3.5);
      assertThat(sink.told.last("up")).hasValue(1);
      assertThat(sink.told.of("test_undefined")).isEmpty();
      assertThat(counted("not_finite")).isGreaterThanOrEqualTo(1);
      assertThat(prometheus.log()).doesNotContain("non-recoverable error");

      // A target that goes away: its series end, and up says so.
      target.stop(0);
      patiently().until(() -> sink.told.last("up").orElse(1) == 0);
      patiently().until(() -> counted("stale_marker") >= 2);
    }
  }

  @Test
  void whileThereIsNoRoomPrometheusKeepsAllAndSendsItLater() throws Exception {
    sink.room = false;
    try (RemoteWriteServer server = server(null);
        TestingPrometheus prometheus = prometheus(server, "")) {
      patiently().until(() -> requests("503") >= 2);
      assertThat(sink.told.readings()).isEmpty();
      long opened = System.currentTimeMillis();
      sink.room = true;
      patiently()
          .until(
              () ->
                  sink.told.of("test_requests_total").stream()
                      .anyMatch(each -> each.timestamp() > opened));

      List<Long> times =
          sink.told.of("test_requests_total").stream().map(Reading::timestamp).toList();
      assertThat(times.get(0)).isLessThan(opened); // from when there was no room
      assertThat(times).isSorted();
      assertThat(prometheus.log()).contains("503");
    }
  }

  @Test
  void withoutTheTokenNothingIsTaken() throws Exception {
    try (RemoteWriteServer server = server(() -> Secret.of("s3cret"));
        TestingPrometheus prometheus = prometheus(server, "bearer_token: other")) {
      patiently().until(() -> requests("401") >= 1);
      assertThat(sink.told.readings()).isEmpty();
      assertThat(prometheus.log()).doesNotContain("s3cret");
    }
  }

  private RemoteWriteServer server(java.util.function.@Nullable Supplier<Secret> token)
      throws IOException {
    var settings =
        new RemoteWriteSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "/api/v1/write",
            MetricSelection.EVERYTHING,
            token,
            8 << 20);
    return RemoteWriteServer.start(settings, sink, Clock.systemUTC(), registry);
  }

  private TestingPrometheus prometheus(RemoteWriteServer server, String more) throws IOException {
    String config =
        """
        global:
          scrape_interval: 1s
          external_labels: {region: us-west-2}
        scrape_configs:
          - job_name: test
            static_configs:
              - targets: ['127.0.0.1:%d']
        remote_write:
          - url: http://127.0.0.1:%d/api/v1/write
            %s
            queue_config: {batch_send_deadline: 1s, max_backoff: 1s}
        """
            .formatted(target.getAddress().getPort(), server.address().getPort(), more);
    return TestingPrometheus.start(folder, config);
  }

  private static org.awaitility.core.ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(2));
  }

  private double counted(String outcome) {
    return value("pointsman_agent_remote_write_samples_total", "outcome", outcome);
  }

  private double requests(String status) {
    return value("pointsman_agent_remote_write_requests_total", "status", status);
  }

  private double value(String metric, String label, String value) {
    Double found = registry.getSampleValue(metric, new String[] {label}, new String[] {value});
    return found == null ? 0 : found;
  }
}
