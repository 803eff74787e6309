package dev.pointsman.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.pointsman.agent.probe.OneRun;
import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Reason;
import dev.pointsman.agent.probe.TestingServer;
import dev.pointsman.config.CheckTarget.Expectation;
import dev.pointsman.config.CheckTarget.StatusRange;
import dev.pointsman.connector.http.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCheckIT {

  private static final Duration SHORT = Duration.ofMillis(400);

  @ParameterizedTest
  @CsvSource({
    "200 OK,true",
    "204 No Content,true",
    "299 ,true",
    "301 Moved,false",
    "404 ,false",
    "503 Gone,false"
  })
  void theStatusDecides(String status, boolean up) throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 " + status)) {
      Outcome outcome = check(server.url("/health?deep=1"));

      assertThat(outcome.up()).isEqualTo(up);
      assertThat(outcome.latency()).isNotNull();
      assertThat(outcome.error())
          .isEqualTo(up ? null : "status " + status.substring(0, 3) + ", expected 2xx");
      assertThat(server.requests().get(0))
          .startsWith("GET /health?deep=1 HTTP/1.1\r\nhost: 127.0.0.1:" + server.port() + "\r\n")
          .contains("\r\nconnection: close\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP/2.0 200 OK,HTTP/2.0 200", "HTTP/1.1 999999 OK,HTTP/1.1 999999"})
  void aStatusLineThatHttp1DoesNotHaveIsNoAnswer(String line, String shown) throws IOException {
    try (TestingServer server = TestingServer.answering(line)) {
      Outcome outcome = check(server.url("/"));
      assertThat(outcome.reason()).isEqualTo(Reason.PROTOCOL_ERROR);
      assertThat(outcome.error()).isEqualTo("not an HTTP/1.x response: " + shown);
    }
  }

  @Test
  void methodHeadersAndBodyAreSentAsTold() throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK")) {
      var request =
          new HttpRequest(
              "POST",
              Map.of("X-Probe", "yes", "Host", "api.example.com"),
              Map.of("Authorization", () -> Secret.of("Bearer opensesame")));
      var check =
          new HttpCheck(
              URI.create(server.url("/")), request, Expectation.SUCCESS, Redirects.SAME_HOST, null);

      assertThat(OneRun.of(check).up()).isTrue();
      assertThat(server.requests().get(0))
          .startsWith("POST / HTTP/1.1\r\n")
          .contains("X-Probe: yes\r\n", "Host: api.example.com\r\n", "content-length: 0\r\n")
          .contains("Authorization: Bearer opensesame\r\n");
      assertThat(check.toString()).doesNotContain("opensesame");
    }
  }

  @Test
  void everyRunHasAConnectionOfItsOwn() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              connection.awaitEnd();
            })) {
      check(server.url("/"));
      check(server.url("/"));
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aBodyOfWhichNothingIsExpectedIsNotWaitedFor() throws IOException {
    try (TestingServer server = neverEndingBody("abc")) {
      assertThat(check(server.url("/")).up()).isTrue();
    }
  }

  @Test
  void aBodyThatIsExpectedButNeverEndsTimesOut() throws IOException {
    try (TestingServer server = neverEndingBody("abc")) {
      assertThat(OneRun.of(expecting(server, "abc", null), SHORT).error())
          .isEqualTo("no answer within 400 ms (reading the body)");
    }
  }

  @Test
  void theBodyDecidesWhereItIsToldWhatToExpect() throws IOException {
    try (TestingServer server =
        TestingServer.answering("HTTP/1.1 200 OK", "Content-Length: 13", "", "status: ready")) {
      assertThat(OneRun.of(expecting(server, "^status: (ready|busy)", null)).up()).isTrue();
      assertThat(OneRun.of(expecting(server, "gone", null)).error())
          .isEqualTo("the body does not match gone");
      assertThat(OneRun.of(expecting(server, null, "read.")).error())
          .isEqualTo("the body matches read.");
    }
  }

  @Test
  void theHeadersDecideWhereItIsToldWhatToExpect() throws IOException {
    try (TestingServer server =
        TestingServer.answering("HTTP/1.1 200 OK", "Content-Type: text/html", "X-Version: 7")) {
      assertThat(OneRun.of(headers(server, Map.of("x-version", "^[0-9]+$"))).up()).isTrue();
      assertThat(OneRun.of(headers(server, Map.of("Content-Type", "json"))).error())
          .isEqualTo("the header Content-Type does not match json");
      assertThat(OneRun.of(headers(server, Map.of("X-Missing", ""))).error())
          .isEqualTo("the header X-Missing is missing");
    }
  }

  @Test
  void tenGigabytesAreNotRead() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\nstart");
              String block = "x".repeat(64 * 1024);
              while (true) {
                connection.write(block); // until the prober hangs up
              }
            })) {
      assertThat(OneRun.of(expecting(server, "^startx", null)).up()).isTrue();
      assertThat(OneRun.of(expecting(server, "end", null)).error())
          .isEqualTo("the body does not match end");
    }
  }

  @Test
  void aHundredThousandHeadersAreNotRead() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 200 OK\r\n");
              for (int i = 0; i < 100_000; i++) {
                connection.write("X-" + i + ": y\r\n");
              }
              connection.write("\r\n");
            })) {
      Outcome outcome = check(server.url("/"));
      assertThat(outcome.error())
          .isEqualTo("the response head is too long: more than 32 KiB are not read");
      assertThat(outcome.reason()).isEqualTo(Reason.PROTOCOL_ERROR);
    }
  }

  @Test
  void anEarlyHintIsNotTheAnswer() throws IOException {
    try (TestingServer server =
        TestingServer.answering(
            "HTTP/1.1 103 Early Hints", "Link: </a.css>", "", "HTTP/1.1 500 Oops")) {
      assertThat(check(server.url("/")).error()).isEqualTo("status 500, expected 2xx");
    }
  }

  @Test
  void aRedirectOnTheSameHostIsFollowed() throws IOException {
    try (TestingServer target = TestingServer.answering("HTTP/1.1 200 OK");
        TestingServer server =
            TestingServer.answering("HTTP/1.1 302 Found", "location: " + target.url("/new"))) {
      assertThat(check(server.url("/old")).up()).isTrue();
      assertThat(target.requests().get(0)).startsWith("GET /new ");
    }
  }

  @Test
  void aRedirectToAnotherHostIsRefusedUnlessThatIsAllowed() throws IOException {
    try (TestingServer other = TestingServer.answering("HTTP/1.1 200 OK");
        TestingServer server =
            TestingServer.answering(
                "HTTP/1.1 302 Found", "Location: http://localhost:" + other.port() + "/")) {
      assertThat(check(server.url("/")).error())
          .isEqualTo("status 302 redirects to another host, localhost");
      assertThat(other.requests()).isEmpty();

      Map<String, Supplier<Secret>> secret = Map.of("Authorization", () -> Secret.of("t0ken"));
      var allowing =
          new HttpCheck(
              URI.create(server.url("/")),
              new HttpRequest("GET", Map.of(), secret),
              Expectation.SUCCESS,
              Redirects.allowing(Set.of("localhost")),
              null);
      assertThat(OneRun.of(allowing).up()).isTrue();
      assertThat(server.requests().get(1)).contains("t0ken");
      assertThat(other.requests().get(0)).doesNotContain("t0ken");
    }
  }

  @Test
  void aRedirectToAnotherSchemeIsRefused() throws IOException {
    try (TestingServer server =
        TestingServer.answering("HTTP/1.1 301 Moved", "Location: https://127.0.0.1/")) {
      assertThat(check(server.url("/")).error())
          .isEqualTo("status 301 redirects to another scheme, https://127.0.0.1");
    }
  }

  @Test
  void aRedirectToAPortThatNoneCanHaveIsRefused() throws IOException {
    try (TestingServer server =
        TestingServer.answering("HTTP/1.1 301 Moved", "Location: http://127.0.0.1:99999/")) {
      assertThat(check(server.url("/")).error()).isEqualTo("status 301 redirects to no address");
    }
  }

  @Test
  void aRedirectIsAnAnswerWhereNoneIsFollowed() throws IOException {
    try (TestingServer server =
        TestingServer.answering("HTTP/1.1 301 Moved", "Location: /elsewhere")) {
      var moved = new Expectation(List.of(new StatusRange(301, 301)), null, null, Map.of());
      var check =
          new HttpCheck(URI.create(server.url("/")), HttpRequest.GET, moved, Redirects.NONE, null);
      assertThat(OneRun.of(check).up()).isTrue();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void redirectsInACircleEnd() throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 307 Again", "Location: /again")) {
      assertThat(check(server.url("/")).error()).isEqualTo("more than 5 redirects");
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void aResetIsNoAnswer() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.reset();
            })) {
      Outcome outcome = check(server.url("/"));
      assertThat(outcome.error()).isEqualTo("connection reset");
      assertThat(outcome.reason()).isEqualTo(Reason.BROKEN_OFF);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerIsNotAskedAgain() throws IOException {
    try (TestingServer server = TestingServer.start(TestingServer.Connection::readRequest)) {
      assertThat(check(server.url("/")).error())
          .isEqualTo("the connection ended before the response did");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aServerThatHangsTimesOutWhereItHangs() throws IOException {
    try (TestingServer server = TestingServer.hanging()) {
      assertThat(OneRun.of(HttpCheck.plain(URI.create(server.url("/"))), SHORT))
          .isEqualTo(
              Outcome.noAnswer(
                  Reason.TIMED_OUT,
                  "no answer within 400 ms (connected, waiting for the response)"));
    }
  }

  @Test
  void aServerThatDripsTimesOut() throws IOException {
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
      assertThat(OneRun.of(HttpCheck.plain(URI.create(server.url("/"))), SHORT).reason())
          .isEqualTo(Reason.TIMED_OUT);
    }
  }

  @Test
  void anotherProtocolIsToldAsSuch() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.write("SSH-2.0-OpenSSH_9.2\r\n");
              connection.awaitEnd();
            })) {
      assertThat(check(server.url("/")).error()).isEqualTo("not an HTTP response");
    }
  }

  private static TestingServer neverEndingBody(String start) throws IOException {
    return TestingServer.start(
        connection -> {
          connection.readRequest();
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + start);
          connection.awaitEnd();
        });
  }

  private static HttpCheck expecting(
      TestingServer server, @Nullable String body, @Nullable String notBody) {
    return check(
        server,
        new Expectation(
            Expectation.SUCCESS.status(),
            body == null ? null : Pattern.compile(body),
            notBody == null ? null : Pattern.compile(notBody),
            Map.of()));
  }

  private static HttpCheck headers(TestingServer server, Map<String, String> headers) {
    var patterns = new HashMap<String, Pattern>();
    headers.forEach((name, pattern) -> patterns.put(name, Pattern.compile(pattern)));
    return check(server, new Expectation(Expectation.SUCCESS.status(), null, null, patterns));
  }

  private static HttpCheck check(TestingServer server, Expectation expected) {
    return new HttpCheck(
        URI.create(server.url("/")), HttpRequest.GET, expected, Redirects.SAME_HOST, null);
  }

  private static Outcome check(String url) {
    return OneRun.of(HttpCheck.plain(URI.create(url)));
  }
}
