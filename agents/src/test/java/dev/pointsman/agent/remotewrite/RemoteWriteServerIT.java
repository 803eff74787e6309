package dev.pointsman.agent.remotewrite;

import static dev.pointsman.agent.remotewrite.TestingWriteRequest.packed;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.CannotStartAgentException;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.agent.server.Limits;
import dev.pointsman.event.Reading;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteWriteServerIT {

  private static final int MAX_BYTES = 200_000;
  private static final int WAIT = 30_000;
  private static final String TOO_LONG =
      "nothing was taken: the body is longer than " + MAX_BYTES + " bytes (max_bytes)";
  private static final Limits LIMITS =
      new Limits(
          100,
          2,
          MAX_BYTES,
          Duration.ofMillis(700),
          Duration.ofMillis(700),
          Duration.ofMillis(1500));

  private final TestingSink sink = new TestingSink();
  private final CollectorRegistry registry = new CollectorRegistry();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private RemoteWriteServer server;

  @BeforeEach
  void start() throws IOException {
    var settings = settings(0);
    server =
        RemoteWriteServer.start(
            settings,
            new RemoteWriteEndpoint(settings, sink, Clock.systemUTC(), registry),
            registry,
            LIMITS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void oneConnectionCarriesManyRequestsInOrder() throws Exception {
    long now = System.currentTimeMillis();
    for (int i = 0; i < 50; i++) {
      byte[] body =
          packed(
              new TestingWriteRequest()
                  .series(List.of("__name__", "n"), i, (double) (now + i))
                  .version1());
      assertThat(post("/api/v1/write", body).statusCode()).isEqualTo(204);
    }
    assertThat(sink.readings()).hasSize(50).isSortedAccordingTo(this::byTime);
    assertThat(requests("204")).isEqualTo(50);
  }

  private int byTime(Reading one, Reading other) {
    return Long.compare(one.timestamp(), other.timestamp());
  }

  @Test
  void whatIsRefusedIsToldWhy() throws Exception {
    assertThat(post("/api/v1/write", new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
    HttpResponse<String> elsewhere = post("/", new byte[0]);
    assertThat(elsewhere.statusCode()).isEqualTo(404);
    assertThat(elsewhere.body()).isEqualTo("remote write is at /api/v1/write");
    HttpResponse<String> get =
        client.send(HttpRequest.newBuilder(uri("/api/v1/write")).build(), BodyHandlers.ofString());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("Allow")).contains("POST");
    assertThat(requests("400")).isEqualTo(1);
    assertThat(requests("404")).isEqualTo(1);
  }

  @Test
  void aBodyThatIsTooLongIsRefusedWithoutBeingRead() throws Exception {
    try (Socket socket = connect()) {
      String head = head("POST", "Content-Length: 10000000000\r\n");
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      assertThat(answer(socket)).startsWith("HTTP/1.1 413 ").endsWith(TOO_LONG);
    }
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(head("POST", "Transfer-Encoding: chunked\r\n").getBytes(US_ASCII));
      var chunk = new byte[10_000];
      for (int i = 0; i <= MAX_BYTES / chunk.length; i++) {
        socket.getOutputStream().write("2710\r\n".getBytes(US_ASCII));
        socket.getOutputStream().write(chunk);
        socket.getOutputStream().write("\r\n".getBytes(US_ASCII));
      }
      assertThat(answer(socket)).startsWith("HTTP/1.1 413 ").endsWith(TOO_LONG);
    }
  }

  @Test
  void whatIsNotHttpEndsTheConnection() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("\0\0nonsense\r\n\r\n".getBytes(US_ASCII));
      assertThat(answer(socket)).startsWith("HTTP/1.1 400 ");
    }
    try (Socket socket = connect()) {
      String headers = ("X: " + "x".repeat(100) + "\r\n").repeat(1000);
      socket.getOutputStream().write(head("POST", headers).getBytes(US_ASCII));
      assertThat(answer(socket)).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void senderThatDripOrHangAreLeftAndHoldUpNobody() throws Exception {
    var slow = new ArrayList<Socket>();
    for (int i = 0; i < 20; i++) {
      Socket socket = connect();
      socket.getOutputStream().write(head("POST", "").substring(0, 20 + i).getBytes(US_ASCII));
      slow.add(socket);
      Socket body = connect();
      body.getOutputStream()
          .write((head("POST", "Content-Length: 100\r\n") + "abc").getBytes(US_ASCII));
      slow.add(body);
      slow.add(connect());
    }
    long now = System.currentTimeMillis();
    byte[] body =
        packed(
            new TestingWriteRequest().series(List.of("__name__", "n"), 1, (double) now).version1());
    assertThat(post("/api/v1/write", body).statusCode()).isEqualTo(204);
    for (Socket each : slow) {
      assertThat(answer(each)).isEmpty(); // ended
      each.close();
    }
  }

  @Test
  void aPartSaysThatItsPortIsInUse() {
    var part = new RemoteWritePart(settings(server.address().getPort()));
    var context =
        new AgentContext(
            new AgentIdentity("collect", "us-east-1", null),
            sink,
            new Coverage(System::nanoTime),
            Clock.systemUTC(),
            new CollectorRegistry());
    assertThatThrownBy(() -> part.start(context))
        .isInstanceOf(CannotStartAgentException.class)
        .hasMessageContaining("remote write: cannot listen on")
        .hasMessageContaining("in use");
    part.close();
  }

  @Test
  void aServerThatIsClosedListensNoMore() {
    int port = server.address().getPort();
    server.close();
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(IOException.class));
  }

  @Test
  void aDefectIsAnsweredAndTheConnectionGoesOn() throws Exception {
    server.close();
    var defects = new AtomicInteger(1);
    RemoteWriteSettings settings = settings(0);
    server =
        RemoteWriteServer.start(
            settings,
            new RemoteWriteEndpoint(
                settings,
                event -> {
                  if (defects.getAndDecrement() > 0) {
                    throw new IllegalStateException("a defect");
                  }
                  sink.accept(event);
                },
                Clock.systemUTC(),
                new CollectorRegistry()),
            new CollectorRegistry(),
            Limits.of(10, 2, MAX_BYTES));
    byte[] body =
        packed(
            new TestingWriteRequest()
                .series(List.of("__name__", "n"), 1, (double) System.currentTimeMillis())
                .version1());
    assertThat(post("/api/v1/write", body).statusCode()).isEqualTo(503);
    assertThat(post("/api/v1/write", body).statusCode()).isEqualTo(204);
    assertThat(sink.readings()).hasSize(1);
  }

  private static RemoteWriteSettings settings(int port) {
    return new RemoteWriteSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        "/api/v1/write",
        MetricSelection.EVERYTHING,
        null,
        MAX_BYTES);
  }

  private Double requests(String status) {
    return registry.getSampleValue(
        "pointsman_agent_remote_write_requests_total",
        new String[] {"status"},
        new String[] {status});
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  private HttpResponse<String> post(String path, byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String head(String method, String headers) {
    return method
        + " /api/v1/write HTTP/1.1\r\nHost: a\r\nContent-Encoding: snappy\r\n"
        + "Content-Type: application/x-protobuf\r\n"
        + headers
        + "\r\n";
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setSoTimeout(WAIT);
    return socket;
  }

  /** All that is answered until the connection ends. */
  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }
}
