package dev.pointsman.agent.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.connector.http.TestingLog;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedServerIT {

  private static final int CONNECTIONS = 20;
  private static final int WAIT = 60_000;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private final CollectorRegistry registry = new CollectorRegistry();
  private final CountDownLatch hold = new CountDownLatch(1);
  private final List<Socket> sockets = new ArrayList<>();
  private @Nullable BoundedServer server;

  @AfterEach
  void stop() throws IOException {
    hold.countDown();
    for (Socket each : sockets) {
      each.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** Answers at once, or at {@code /held} once it is let go. */
  private final class Held implements Endpoint {

    @Override
    public @Nullable Answer refusal(Head head) {
      return null;
    }

    @Override
    public Answer answer(Head head, byte[] body) {
      try {
        if (head.path().equals("/held")) {
          hold.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Answer.of(200, "here");
    }
  }

  @Test
  void whoOpensAllConnectionsAndSaysNothingLocksNobodyOut() throws IOException {
    start(CONNECTIONS, LONG);
    try (var log = new TestingLog()) {
      for (int i = 0; i < 3 * CONNECTIONS; i++) {
        write(connect(), i % 2 == 0 ? "" : "GET / HTTP/1.1\r\nX: "); // silent, or half-open
      }
      Socket asks = connect();
      write(asks, REQUEST);
      assertThat(firstLine(asks)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(log.lines())
          .filteredOn(each -> each.startsWith("test: all 20 connections are in use"))
          .hasSize(1);
    }
    assertThat(ended("room")).isEqualTo(2 * CONNECTIONS + 1);
    assertThat(ended("slow")).isZero();
    assertThat(sample("requests_total", "status", "400")).isZero(); // nobody asked there
  }

  @Test
  void whoIsHeardFromStaysAndWhoWaitsForAnAnswerToo() throws IOException {
    start(3, LONG);
    Socket waits = connect();
    write(waits, "GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    Socket asks = connect();
    for (int i = 0; i < 10; i++) {
      connect(); // nobody says anything there
      write(asks, REQUEST);
      assertThat(firstLine(asks)).isEqualTo("HTTP/1.1 200 OK");
    }
    hold.countDown();
    assertThat(firstLine(waits)).isEqualTo("HTTP/1.1 200 OK");
    assertThat(ended("room")).isEqualTo(9);
  }

  @Test
  void whoDoesNotEndTheHeadIsEnded() throws IOException {
    start(CONNECTIONS, Duration.ofSeconds(2));
    Socket silent = connect();
    Socket half = connect();
    write(half, "GET / HT");
    Socket second = connect();
    write(second, REQUEST);
    assertThat(firstLine(second)).isEqualTo("HTTP/1.1 200 OK");
    write(second, "GET");
    for (Socket each : List.of(silent, half, second)) {
      assertThat(each.getInputStream().readAllBytes()).isEmpty();
    }
    assertThat(ended("slow")).isEqualTo(3);
  }

  @Test
  void requestsThatAreSentWithoutWaitingAreAnsweredInTurn() throws IOException {
    start(CONNECTIONS, LONG);
    Socket sends = connect();
    write(sends, REQUEST.repeat(200));
    for (int i = 0; i < 200; i++) {
      assertThat(firstLine(sends)).as("answer %d", i).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(sample("requests_total", "status", "200")).isEqualTo(200);
  }

  private void start(int connections, Duration head) throws IOException {
    var limits = new Limits(connections, 2, 1000, head, LONG, LONG);
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = BoundedServer.start(loopback, "test", limits, new Held(), registry);
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    sockets.add(socket);
    socket.setSoTimeout(WAIT);
    if (server != null) {
      socket.connect(server.address());
    }
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** Reads one answer of {@code here}. */
  private static String firstLine(Socket socket) throws IOException {
    var text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\nhere")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return text.append(" (ended)").toString();
      }
      text.append((char) next);
    }
    return text.substring(0, text.indexOf("\r\n"));
  }

  private double ended(String reason) {
    return sample("connections_ended_total", "reason", reason);
  }

  private double sample(String metric, String label, String value) {
    Double sample =
        registry.getSampleValue(
            "pointsman_agent_test_" + metric, new String[] {label}, new String[] {value});
    return sample == null ? 0 : sample;
  }
}
