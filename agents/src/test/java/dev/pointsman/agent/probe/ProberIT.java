package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.TestingProcess;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.probe.http.HttpCheck;
import dev.pointsman.agent.schedule.Schedule;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProberIT {

  static final AgentIdentity IDENTITY = new AgentIdentity("probe", "here", null);

  private final List<HealthCheckEvent> events = new CopyOnWriteArrayList<>();
  private final CollectorRegistry registry = new CollectorRegistry();
  private final Prober prober =
      new Prober(IDENTITY, healthChecks(events), Clock.systemUTC(), registry);

  @AfterEach
  void closeProber() {
    prober.close();
  }

  @Test
  void aServiceIsAskedAgainAndAgainAtEvenTimes() throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK")) {
      Probe probe = http(server, 1000, 1000);
      prober.start(List.of(probe));
      await().until(() -> events.size() >= 5);

      assertThat(events).allMatch(HealthCheckEvent::up);
      // A slow machine may delay some, but not most, and start none early.
      Schedule schedule = probe.schedule(null);
      assertThat(events.subList(0, 5))
          .filteredOn(each -> sinceDue(schedule, each).compareTo(Duration.ofMillis(100)) < 0)
          .hasSizeGreaterThanOrEqualTo(3);
      assertThat(Duration.between(events.get(0).at(), events.get(4).at()))
          .isGreaterThan(Duration.ofSeconds(2));
    }
  }

  /** How long before its run ended the probe was due, taking the run for a short one. */
  private static Duration sinceDue(Schedule schedule, HealthCheckEvent event) {
    Instant next = schedule.after(event.at());
    return Duration.ofMillis(schedule.everyMillis()).minus(Duration.between(event.at(), next));
  }

  @Test
  void aServiceThatHangsIsDownAtItsTimeout() throws IOException {
    try (TestingServer server = TestingServer.hanging()) {
      prober.start(List.of(http(server, 400, 150)));
      await().until(() -> events.size() >= 2);

      assertThat(events)
          .allMatch(
              event ->
                  "no answer within 150 ms (connected, waiting for the response)"
                      .equals(event.error()));
      assertThat(duration("sum") / duration("count")).isGreaterThanOrEqualTo(0.15);
    }
  }

  private double duration(String what) {
    return registry.getSampleValue(
        "pointsman_agent_probe_duration_seconds_" + what,
        new String[] {"type"},
        new String[] {"http"});
  }

  @Test
  void whereTimeoutAndIntervalAreTheSameNoRunIsLostOrDoubled() throws IOException {
    try (TestingServer server = TestingServer.hanging()) {
      prober.start(List.of(http(server, 300, 300)));
      await().until(() -> events.size() >= 4);

      assertThat(events).allMatch(event -> !event.up());
      assertThat(registry.getSampleValue("pointsman_agent_probe_running")).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aServiceThatRefusesIsDown() {
    int port = TestingProcess.freePort();
    prober.start(List.of(probe(new TcpCheck("127.0.0.1", port), 500, 500)));
    await().until(() -> !events.isEmpty());
    assertThat(events.get(0).error()).isEqualTo("connection refused");
    assertThat(
            registry.getSampleValue(
                "pointsman_agent_probe_runs_total",
                new String[] {"type", "reason"},
                new String[] {"tcp", "refused"}))
        .isPositive();
  }

  @Test
  void tcpIsUpWhereSomebodyListens() throws IOException {
    try (TestingServer server = TestingServer.hanging()) {
      prober.start(List.of(probe(new TcpCheck("localhost", server.port()), 1000, 1000)));
      await().until(() -> !events.isEmpty());

      HealthCheckEvent event = events.get(0);
      assertThat(event.up()).isTrue();
      assertThat(event.target()).isEqualTo("localhost:" + server.port());
    }
  }

  @Test
  void aSlowServiceDoesNotDelayAnother() throws IOException {
    try (TestingServer slow = TestingServer.hanging();
        TestingServer well = TestingServer.answering("HTTP/1.1 200 OK")) {
      prober.start(List.of(http(slow, 60_000, 60_000), http(well, 500, 500)));
      await().until(() -> events.size() >= 4);
      assertThat(events).allMatch(HealthCheckEvent::up);
    }
  }

  @Test
  void newProbesTakeThePlaceOfTheOldOnes() throws IOException {
    try (TestingServer old = TestingServer.answering("HTTP/1.1 200 OK");
        TestingServer fresh = TestingServer.answering("HTTP/1.1 200 OK")) {
      prober.start(List.of(http(old, 50, 50)));
      await().until(() -> old.requests().size() >= 2);
      prober.start(List.of(http(fresh, 50, 50)));
      await().until(() -> fresh.requests().size() >= 2);
      int asked = old.requests().size();
      await().until(() -> fresh.requests().size() >= 6);
      assertThat(old.requests()).hasSize(asked);
    }
  }

  @Test
  void afterCloseNothingIsAskedAndNothingTold() throws IOException {
    try (TestingServer server = TestingServer.hanging()) {
      prober.start(List.of(http(server, 1000, 1000)));
      await().until(() -> server.requests().size() == 1);

      prober.close();

      assertThat(events).isEmpty();
      await()
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .noneMatch(thread -> thread.getName().startsWith("probe")));
    }
  }

  /** A check with a defect that shows only once the name is found. */
  private record Defective() implements Check {

    @Override
    public String type() {
      return "defective";
    }

    @Override
    public String host() {
      return "localhost";
    }

    @Override
    public String target() {
      return "localhost:1";
    }

    @Override
    public void start(Attempt attempt) {
      attempt
          .network()
          .resolve(
              attempt,
              host(),
              address -> {
                throw new IllegalStateException("not foreseen");
              });
    }
  }

  @Test
  void aDefectOfACheckIsToldAsSuchAndNotAsItsTimeout() {
    Outcome outcome = OneRun.of(new Defective());
    assertThat(outcome.reason()).isEqualTo(Reason.CHECK_FAILED);
    assertThat(outcome.error()).startsWith("the check failed by itself").contains("foreseen");
  }

  @Test
  void aClockThatIsFarBehindItselfStopsNoProbe() throws IOException {
    var wall = new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    var backwards =
        new InstantSource() {
          @Override
          public Instant instant() {
            return Instant.ofEpochMilli(wall.addAndGet(-Duration.ofDays(1).toMillis()));
          }
        };
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK");
        var other =
            new Prober(
                IDENTITY,
                healthChecks(events),
                backwards.withZone(ZoneOffset.UTC),
                new CollectorRegistry())) {
      other.start(List.of(http(server, 200, 200)));
      await().until(() -> events.size() >= 3);
    }
  }

  @Test
  void aSinkThatFailsLosesOnlyThatEvent() throws IOException {
    var counted = new CopyOnWriteArrayList<AgentEvent>();
    EventSink failing =
        event -> {
          counted.add(event);
          throw new IllegalStateException("sink fails");
        };
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK");
        var other = new Prober(IDENTITY, failing, Clock.systemUTC(), new CollectorRegistry())) {
      other.start(List.of(http(server, 50, 50)));
      await().until(() -> counted.size() >= 5);
    }
  }

  static EventSink healthChecks(List<HealthCheckEvent> events) {
    return event -> {
      if (event instanceof HealthCheckEvent check) {
        events.add(check);
      }
    };
  }

  private static Probe http(TestingServer server, long interval, long timeout) {
    return probe(HttpCheck.plain(URI.create(server.url("/health"))), interval, timeout);
  }

  private static Probe probe(Check check, long interval, long timeout) {
    return Probe.of(
        "api", "us-west-2", "here", check, Duration.ofMillis(interval), Duration.ofMillis(timeout));
  }
}
