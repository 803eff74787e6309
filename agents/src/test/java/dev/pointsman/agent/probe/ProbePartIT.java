package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.probe.http.HttpCheck;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProbePartIT {

  private final List<HealthCheckEvent> events = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Coverage coverage = new Coverage(nanos::get);
  private final AgentContext context =
      new AgentContext(
          ProberIT.IDENTITY,
          ProberIT.healthChecks(events),
          coverage,
          Clock.systemUTC(),
          new CollectorRegistry());

  @Test
  void itSaysWhatItLooksAt() {
    try (var part =
        new ProbePart(
            List.of(
                Probe.of(
                    "api",
                    "us-west-2",
                    "here",
                    HttpCheck.plain(URI.create("http://api.example.com/health")),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(1500))))) {
      assertThat(part.describe())
          .containsExactly("api in us-west-2: http api.example.com:80 every 30 s, within 1.5 s");
    }
  }

  @Test
  void eachProbeIsACheckThatTellsWhenItRan() throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK");
        var part = new ProbePart(List.of(probe(server.url("/"), 100)))) {
      part.start(context);
      assertThat(coverage.checks()).isEqualTo(1);
      await().until(() -> !events.isEmpty());
      nanos.set(Duration.ofHours(1).toNanos());
      await().until(() -> coverage.silent() == 0);
    }
  }

  @Test
  void runOnceTellsOneResultOfEachProbe() throws IOException, InterruptedException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK");
        var part =
            new ProbePart(
                List.of(probe(server.url("/"), 60_000), probe("http://localhost:1", 60_000)))) {
      part.runOnce(context);
      assertThat(events).extracting(HealthCheckEvent::up).containsExactly(true, false);
    }
  }

  @Test
  void theFirstRunOfAProcessIsHeardByNobody() throws IOException {
    try (TestingServer server = downAtFirst();
        var part = new ProbePart(List.of(probe(server.url("/"), 100)))) {
      part.start(context);
      await().until(() -> events.size() >= 2);
      assertThat(events).allMatch(HealthCheckEvent::up);
    }
  }

  @Test
  void norIsItWhereEachRunsOnce() throws IOException, InterruptedException {
    try (TestingServer server = downAtFirst();
        var part = new ProbePart(List.of(probe(server.url("/"), 60_000)))) {
      part.runOnce(context);
      assertThat(events).singleElement().matches(HealthCheckEvent::up);
    }
  }

  @Test
  void howeverManyProbesATargetHasItIsAskedOnceMoreThanIsTold()
      throws IOException, InterruptedException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK");
        var part =
            new ProbePart(
                Stream.of("/a", "/b", "/c", "/d")
                    .map(path -> probe(server.url(path), 60_000))
                    .toList())) {
      part.runOnce(context);
      assertThat(events).hasSize(4);
      assertThat(server.requests()).hasSize(5);
    }
  }

  @Test
  void targetsThatHangDoNotKeepItFromBeginning() throws IOException {
    try (TestingServer server = TestingServer.hanging();
        var part = new ProbePart(List.of(probe(server.url("/"), 200)))) {
      part.start(context);
      await().until(() -> events.size() >= 2);
      assertThat(events).noneMatch(HealthCheckEvent::up);
    }
  }

  private static TestingServer downAtFirst() throws IOException {
    var first = new AtomicBoolean(true);
    return TestingServer.start(
        connection -> {
          connection.readRequest();
          String status = first.getAndSet(false) ? "503 Not Yet" : "200 OK";
          connection.write("HTTP/1.1 " + status + "\r\n\r\n");
        });
  }

  @Test
  void runOnceAlsoTellsOfAMeasurementThatFailed() throws InterruptedException {
    var minute = Duration.ofMinutes(1);
    var look =
        new Probe(
            "tls",
            "us-west-2",
            "here",
            new TcpCheck("localhost", 1),
            minute,
            minute,
            Thresholds.NONE,
            Probe.Tells.MEASUREMENTS);
    try (var part = new ProbePart(List.of(look))) {
      part.runOnce(context);
      assertThat(events)
          .extracting(HealthCheckEvent::check, HealthCheckEvent::error)
          .containsExactly(tuple("tls", "connection refused"));
    }
  }

  private static Probe probe(String url, long interval) {
    var time = Duration.ofMillis(interval);
    return Probe.of("api", "us-west-2", "here", HttpCheck.plain(URI.create(url)), time, time);
  }
}
