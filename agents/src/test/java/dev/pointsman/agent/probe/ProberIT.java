package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProberIT {

  private final List<HealthCheckEvent> events = new CopyOnWriteArrayList<>();
  private final Prober prober = new Prober(events::add, Clock.systemUTC());

  @AfterEach
  void closeProber() {
    prober.close();
  }

  @Test
  void aServiceIsAskedAgainAndAgainAtEvenTimes() throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK")) {
      prober.start(List.of(http(server, 500, 500)));
      await().until(() -> events.size() >= 4);

      assertThat(events).allMatch(event -> event.outcome().up());
      // A slow machine may delay one, but not start the next one early.
      assertThat(Duration.between(events.get(0).at(), events.get(3).at()).toMillis())
          .isGreaterThan(1000);
    }
  }

  @Test
  void aServiceThatHangsIsDownAtItsTimeout() throws IOException {
    try (TestingServer server = TestingServer.hanging()) {
      prober.start(List.of(http(server, 400, 150)));
      await().until(() -> events.size() >= 2);

      assertThat(events.get(0).outcome()).isEqualTo(Outcome.noAnswer("no answer within 150 ms"));
      await().until(() -> server.requests().size() >= 2);
    }
  }

  @Test
  void aServiceThatDripsIsDownAtItsTimeout() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              while (true) {
                connection.write("H");
                connection.pause(20);
              }
            })) {
      prober.start(List.of(http(server, 300, 200)));
      await().until(() -> !events.isEmpty());
      // Not HTTP at the fifth byte, so this one is found out before its timeout.
      assertThat(events.get(0).outcome().error()).isEqualTo("not an HTTP response");
    }
    events.clear();
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 200 OK\r\n");
              while (true) {
                connection.write("x");
                connection.pause(20);
              }
            })) {
      prober.start(List.of(http(server, 300, 200)));
      await()
          .until(
              () ->
                  events.stream()
                      .anyMatch(
                          event -> "no answer within 200 ms".equals(event.outcome().error())));
    }
  }

  @Test
  void whereTimeoutAndIntervalAreTheSameNoRunIsLostOrDoubled() throws IOException {
    try (TestingServer server = TestingServer.hanging()) {
      prober.start(List.of(http(server, 300, 300)));
      await().until(() -> events.size() >= 4);

      assertThat(events)
          .allMatch(event -> "no answer within 300 ms".equals(event.outcome().error()));
    }
  }

  @Test
  void aServiceThatResetsOrRefusesIsDown() throws IOException {
    int freePort;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freePort = socket.getLocalPort();
    }
    try (TestingServer resetting =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.reset();
            })) {
      prober.start(
          List.of(http(resetting, 500, 500), probe(new TcpCheck("127.0.0.1", freePort), 500, 500)));
      await()
          .untilAsserted(
              () ->
                  assertThat(events)
                      .extracting(event -> event.outcome().error())
                      .contains("connection refused", "Connection reset"));
    }
  }

  @Test
  void tcpIsUpWhereSomebodyListens() throws IOException {
    try (TestingServer server = TestingServer.hanging()) {
      prober.start(List.of(probe(new TcpCheck("127.0.0.1", server.port()), 1000, 1000)));
      await().until(() -> !events.isEmpty());

      HealthCheckEvent event = events.get(0);
      assertThat(event.outcome().up()).isTrue();
      assertThat(event.target()).isEqualTo("127.0.0.1:" + server.port());
    }
  }

  @Test
  void aHostThatNobodyKnowsIsDown() {
    prober.start(List.of(probe(new TcpCheck("no-such-host.invalid", 80), 2000, 2000)));
    await().until(() -> !events.isEmpty());
    assertThat(events.get(0).outcome().up()).isFalse();
  }

  @Test
  void aSlowServiceDoesNotDelayAnother() throws IOException {
    try (TestingServer slow = TestingServer.hanging();
        TestingServer well = TestingServer.answering("HTTP/1.1 200 OK")) {
      prober.start(List.of(http(slow, 60_000, 60_000), http(well, 500, 500)));
      await().until(() -> events.size() >= 4);
      assertThat(events).allMatch(event -> event.outcome().up());
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

  @Test
  void aSinkThatFailsLosesOnlyThatEvent() throws IOException {
    var counted = new CopyOnWriteArrayList<HealthCheckEvent>();
    EventSink failing =
        event -> {
          counted.add(event);
          throw new IllegalStateException("sink fails");
        };
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK");
        var other = new Prober(failing, Clock.systemUTC())) {
      other.start(List.of(http(server, 50, 50)));
      await().until(() -> counted.size() >= 3);
    }
  }

  private static Probe http(TestingServer server, long interval, long timeout) {
    return probe(new HttpCheck(URI.create(server.url("/health"))), interval, timeout);
  }

  private static Probe probe(Check check, long interval, long timeout) {
    return new Probe(
        "api", "us-west-2", "here", check, Duration.ofMillis(interval), Duration.ofMillis(timeout));
  }
}
