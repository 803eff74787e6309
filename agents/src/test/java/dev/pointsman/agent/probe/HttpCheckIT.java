package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCheckIT {

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
      assertThat(outcome.error()).isEqualTo(up ? null : "status " + status.substring(0, 3));
      assertThat(server.requests().get(0))
          .startsWith("GET /health?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
          .contains("\r\nConnection: close\r\n");
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
  void aBodyWithoutEndIsNotWaitedFor() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabc");
              connection.awaitEnd();
            })) {
      assertThat(check(server.url("/")).up()).isTrue();
    }
  }

  @Test
  void anEarlyHintIsNotTheAnswer() throws IOException {
    try (TestingServer server =
        TestingServer.answering(
            "HTTP/1.1 103 Early Hints", "Link: </a.css>", "", "HTTP/1.1 500 Oops")) {
      assertThat(check(server.url("/")).error()).isEqualTo("status 500");
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
  void aRedirectToAnotherHostIsNotFollowed() throws IOException {
    try (TestingServer other = TestingServer.answering("HTTP/1.1 200 OK");
        TestingServer server =
            TestingServer.answering(
                "HTTP/1.1 302 Found", "Location: http://localhost:" + other.port() + "/")) {
      assertThat(check(server.url("/")).error()).isEqualTo("status 302 redirects to another host");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void redirectsEnd() throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 307 Again", "Location: /again")) {
      assertThat(check(server.url("/")).error()).isEqualTo("more than 3 redirects");
      assertThat(server.requests()).hasSize(4);
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
      assertThatThrownBy(() -> check(server.url("/"))).isInstanceOf(SocketException.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerIsNotAskedAgain() throws IOException {
    try (TestingServer server = TestingServer.start(TestingServer.Connection::readRequest)) {
      assertThatThrownBy(() -> check(server.url("/"))).isInstanceOf(EOFException.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aHeadWithoutEndIsNotReadForever() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 200 OK\r\n");
              while (true) {
                connection.write("X-Filler: " + "x".repeat(1000) + "\r\n");
              }
            })) {
      assertThatThrownBy(() -> check(server.url("/")))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("longer than");
    }
  }

  @Test
  void anotherProtocolIsNoAnswer() throws IOException {
    try (TestingServer server =
        TestingServer.start(connection -> connection.write("SSH-2.0-OpenSSH_9.2\r\n"))) {
      assertThatThrownBy(() -> check(server.url("/"))).hasMessage("not an HTTP response");
    }
  }

  @Test
  void httpsWhereNobodySpeaksTlsIsNoAnswer() throws IOException {
    try (TestingServer server =
        TestingServer.start(connection -> connection.write("HTTP/1.1 400 Bad\r\n\r\n"))) {
      String https = server.url("/").replace("http:", "https:");
      assertThatThrownBy(() -> check(https)).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void aClosedAttemptConnectsNoMore() throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK")) {
      var attempt = new Attempt();
      attempt.close();
      assertThatThrownBy(() -> new HttpCheck(URI.create(server.url("/"))).run(attempt))
          .hasMessage("the attempt is over");
      assertThat(server.requests()).isEmpty();
    }
  }

  private static Outcome check(String url) throws IOException {
    try (var attempt = new Attempt()) {
      return new HttpCheck(URI.create(url)).run(attempt);
    }
  }
}
