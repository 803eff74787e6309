package dev.pointsman.agent.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.TestingProcess;
import dev.pointsman.agent.probe.Finding;
import dev.pointsman.agent.probe.OneRun;
import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Reason;
import dev.pointsman.agent.probe.TestingServer;
import dev.pointsman.agent.probe.http.HttpCheck;
import dev.pointsman.agent.probe.http.HttpRequest;
import dev.pointsman.agent.probe.http.Redirects;
import dev.pointsman.config.CheckTarget.Expectation;
import dev.pointsman.config.CipherSuite;
import dev.pointsman.config.TlsOptions;
import dev.pointsman.config.TlsVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsCheckIT {

  private static final double DAY = 86_400;

  private static final TlsExpectation VERSIONS =
      new TlsExpectation(TlsVersion.TLS_1_2, List.of(), List.of());

  /** All that is told of who says nothing of TLS. */
  private static final Map<String, Double> NO_TLS = Map.of("tls_handshake_success{}", 0.0);

  /** The order of everything is that of nginx's configuration. */
  private record Ports(
      int good,
      int expired,
      int selfSigned,
      int otherName,
      int only10,
      int only11,
      int only12,
      int only13,
      int all,
      int clientCertificate,
      int weak) {}

  @TempDir private static Path folder;
  private static @Nullable TestingCertificates certificates;
  private static @Nullable TestingNginx nginx;
  private static @Nullable Ports ports;

  @BeforeAll
  static void startServers() {
    var made = TestingCertificates.in(folder);
    made.issue("good", "DNS:localhost,DNS:*.example.com,IP:127.0.0.1", 90);
    made.issueExpired("expired", "DNS:localhost");
    made.selfSign("self", "DNS:localhost");
    made.issue("other", "DNS:other.example.org", 5);
    made.issue("client", "DNS:client", 90);
    var servers = TestingNginx.in(folder);
    ports =
        new Ports(
            servers.tls("good", "TLSv1.2 TLSv1.3"),
            servers.tls("expired", "TLSv1.2 TLSv1.3"),
            servers.tls("self", "TLSv1.2 TLSv1.3"),
            servers.tls("other", "TLSv1.2 TLSv1.3"),
            servers.tls("good", "TLSv1"),
            servers.tls("good", "TLSv1.1"),
            servers.tls("good", "TLSv1.2"),
            servers.tls("good", "TLSv1.3"),
            servers.tls("good", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"),
            servers.tls(
                "good",
                "TLSv1.2 TLSv1.3",
                "ssl_client_certificate ca.pem;",
                "ssl_verify_client on;",
                "ssl_verify_depth 2;"),
            servers.tlsWith("AES128-SHA", "good", "TLSv1.2", "ssl_prefer_server_ciphers on;"));
    nginx = servers.start();
    certificates = made;
  }

  @AfterAll
  static void stopServers() {
    if (nginx != null) {
      nginx.close();
    }
  }

  @Test
  void aGoodServerIsUpAndMeasured() {
    Outcome outcome = check("localhost", ports().good(), TlsExpectation.NONE);

    assertThat(outcome.error()).isNull();
    assertThat(values(outcome))
        .containsEntry("tls_chain_valid{}", 1.0)
        .containsEntry("tls_name_valid{}", 1.0)
        .containsEntry("tls_info{cipher=\"TLS_AES_128_GCM_SHA256\",version=\"TLSv1.3\"}", 1.0)
        .containsEntry("tls_handshake_success{}", 1.0)
        .containsKey("tls_handshake_seconds{}");
    assertThat(values(outcome).get("tls_certificate_expiry_seconds{}"))
        .isCloseTo(90 * DAY, within(DAY));
    assertThat(values(outcome).get("tls_chain_expiry_seconds{}")).isCloseTo(90 * DAY, within(DAY));
  }

  @Test
  void anExpiredCertificateIsDownAndStillMeasured() {
    Outcome outcome = check("localhost", ports().expired(), TlsExpectation.NONE);

    assertThat(outcome.reason()).isEqualTo(Reason.TLS_FAILED);
    assertThat(outcome.error()).isEqualTo("TLS: a certificate of the server has expired");
    assertThat(values(outcome))
        .containsEntry("tls_chain_valid{}", 0.0)
        .containsEntry("tls_name_valid{}", 1.0);
    assertThat(values(outcome).get("tls_certificate_expiry_seconds{}")).isNegative();
  }

  @Test
  void aSelfSignedCertificateIsDownAndStillMeasured() {
    Outcome outcome = check("localhost", ports().selfSigned(), TlsExpectation.NONE);

    assertThat(outcome.error()).isEqualTo("TLS: the certificate's issuer is not trusted");
    assertThat(values(outcome)).containsEntry("tls_chain_valid{}", 0.0);
  }

  @Test
  void aCertificateForAnotherNameIsDownAndStillMeasured() {
    Outcome outcome = check("localhost", ports().otherName(), TlsExpectation.NONE);

    assertThat(outcome.error()).isEqualTo("TLS: the certificate is not for localhost");
    assertThat(values(outcome))
        .containsEntry("tls_chain_valid{}", 1.0)
        .containsEntry("tls_name_valid{}", 0.0);
  }

  @Test
  void theChainCountsNotOnlyTheServersOwnCertificate() {
    // The server's own is good for 90 days: another authority does not make it trusted.
    var wrong =
        new TlsCheck(
            "localhost",
            ports().good(),
            TlsClient.of(new TlsOptions(made().file("self.pem"), null, null, null)),
            TlsExpectation.NONE,
            Clock.systemUTC());
    assertThat(OneRun.of(wrong).error()).isEqualTo("TLS: the certificate's issuer is not trusted");
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"})
  void theVersionThatAServerAcceptsIsFound(String version) {
    int port =
        switch (version) {
          case "TLSv1.0" -> ports().only10();
          case "TLSv1.1" -> ports().only11();
          case "TLSv1.2" -> ports().only12();
          default -> ports().only13();
        };
    Outcome outcome = check("localhost", port, VERSIONS);

    for (TlsVersion each : TlsVersion.values()) {
      assertThat(values(outcome))
          .containsEntry(
              "tls_version_accepted{version=\"" + each.text() + "\"}",
              each.text().equals(version) ? 1.0 : 0.0);
    }
    boolean old = version.compareTo("TLSv1.2") < 0;
    assertThat(values(outcome))
        .containsEntry("tls_versions_below_minimum{minimum=\"TLSv1.2\"}", old ? 1.0 : 0.0);
    // An old version alone is no longer spoken by clients such as this one.
    assertThat(outcome.up()).isEqualTo(!old);
  }

  @Test
  void aServerThatStillAcceptsOldVersionsIsFoundThoughItSpeaksTheNewest() {
    Outcome outcome = check("localhost", ports().all(), VERSIONS);

    assertThat(outcome.up()).isTrue();
    assertThat(values(outcome))
        .containsEntry("tls_versions_below_minimum{minimum=\"TLSv1.2\"}", 2.0);
  }

  @Test
  void theCipherThatAServerPrefersIsHeldAgainstThosePreferred() {
    var strong =
        new TlsExpectation(
            null, List.of(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256), List.of());
    assertThat(values(check("localhost", ports().good(), strong)))
        .containsEntry("tls_cipher_preferred{}", 1.0);
    assertThat(values(check("localhost", ports().weak(), strong)))
        .containsEntry("tls_cipher_preferred{}", 0.0);
  }

  @Test
  void domainsAreHeldAgainstTheCertificateWhereTheServerIsWithinThem() {
    var expected =
        new TlsExpectation(
            null, List.of(), List.of("*.example.com", "api.example.com", "*.example.org"));
    var check =
        new TlsCheck(
            "127.0.0.1",
            ports().good(),
            TlsClient.of(new TlsOptions(made().ca(), null, null, "api.example.com")),
            expected,
            Clock.systemUTC());
    assertThat(values(OneRun.of(check)))
        .containsEntry("tls_domain_covered{domain=\"*.example.com\"}", 1.0)
        .containsEntry("tls_domain_covered{domain=\"api.example.com\"}", 1.0)
        .doesNotContainKey("tls_domain_covered{domain=\"*.example.org\"}");
  }

  @Test
  void aClientCertificateOpensWhatIsClosedWithoutIt() {
    URI uri = URI.create("https://localhost:" + ports().clientCertificate() + "/");
    assertThat(OneRun.of(https(uri, trusting())).error()).isEqualTo("status 400, expected 2xx");
    var known =
        new TlsOptions(made().ca(), made().file("client.pem"), made().file("client.key"), null);
    assertThat(OneRun.of(https(uri, known)).error()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "good |",
        "expired | TLS: a certificate of the server has expired",
        "self | TLS: the certificate's issuer is not trusted",
        "other | TLS: the certificate is not for localhost",
      })
  void httpsIsUpOnlyWithAValidCertificateForTheHost(String which, @Nullable String error) {
    int port =
        switch (which) {
          case "good" -> ports().good();
          case "expired" -> ports().expired();
          case "self" -> ports().selfSigned();
          default -> ports().otherName();
        };
    Outcome outcome = OneRun.of(https(URI.create("https://localhost:" + port + "/"), trusting()));
    assertThat(outcome.error()).isEqualTo(error);
  }

  @Test
  void everyHandshakeIsInFull() throws IOException {
    int before = TestingNginx.resumed(folder).size();
    HttpCheck check = https(URI.create("https://localhost:" + ports().good() + "/"), trusting());
    for (int i = 0; i < 3; i++) {
      assertThat(OneRun.of(check).up()).isTrue();
    }
    await().until(() -> TestingNginx.resumed(folder).size() >= before + 3);
    assertThat(TestingNginx.resumed(folder).subList(before, before + 3)).containsOnly(".");
  }

  @Test
  void aServerThatSpeaksSomethingElseIsDown() throws IOException {
    try (TestingServer server =
        TestingServer.start(
            connection -> {
              connection.write("220 mail.example.com ESMTP ready\r\n");
              connection.awaitEnd();
            })) {
      Outcome outcome = check("127.0.0.1", server.port(), VERSIONS);
      assertThat(outcome.error()).isEqualTo("TLS: the server does not speak TLS");
      assertThat(values(outcome)).isEqualTo(NO_TLS);
    }
  }

  @Test
  void aServerThatEndsTheConnectionInTheHandshakeIsDown() throws IOException {
    try (TestingServer server = TestingServer.start(connection -> connection.readSome())) {
      URI uri = URI.create("https://localhost:" + server.port());
      assertThat(OneRun.of(https(uri, trusting())).error())
          .isEqualTo("TLS: the connection ended during the handshake");
    }
  }

  @Test
  void aServerThatResetsEveryConnectionHasTurnedDownNoVersion() throws IOException {
    try (TestingServer server = TestingServer.start(TestingServer.Connection::reset)) {
      Outcome outcome = check("127.0.0.1", server.port(), VERSIONS);
      assertThat(outcome.up()).isFalse();
      assertThat(values(outcome)).isEqualTo(NO_TLS);
    }
  }

  @Test
  void whereNobodyListensNoVersionIsTurnedDown() {
    Outcome outcome = check("127.0.0.1", TestingProcess.freePort(), VERSIONS);
    assertThat(outcome.error()).isEqualTo("connection refused");
    assertThat(values(outcome)).isEqualTo(NO_TLS);
  }

  @Test
  void aServerThatHangsInTheHandshakeTimesOut() throws IOException {
    try (TestingServer server = TestingServer.start(TestingServer.Connection::awaitEnd)) {
      var check =
          new TlsCheck(
              "127.0.0.1",
              server.port(),
              TlsClient.of(TlsOptions.DEFAULT),
              VERSIONS,
              Clock.systemUTC());
      Outcome outcome = OneRun.of(check, Duration.ofMillis(500));
      assertThat(outcome.error()).isEqualTo("no answer within 500 ms (connected, waiting for TLS)");
      assertThat(values(outcome)).isEqualTo(NO_TLS);
    }
  }

  @Test
  void filesThatCannotBeUsedAreToldBeforeAnythingRuns() {
    assertThatThrownBy(
            () -> TlsClient.of(new TlsOptions(made().file("none.pem"), null, null, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no file ");
    assertThatThrownBy(
            () -> TlsClient.of(new TlsOptions(null, made().file("client.pem"), made().ca(), null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds no key in PKCS#8");
  }

  private static Outcome check(String host, int port, TlsExpectation expected) {
    return OneRun.of(
        new TlsCheck(host, port, TlsClient.of(trusting()), expected, Clock.systemUTC()));
  }

  private static HttpCheck https(URI uri, TlsOptions options) {
    return new HttpCheck(
        uri, HttpRequest.GET, Expectation.SUCCESS, Redirects.SAME_HOST, TlsClient.of(options));
  }

  private static TlsOptions trusting() {
    return new TlsOptions(made().ca(), null, null, null);
  }

  private static Map<String, Double> values(Outcome outcome) {
    return outcome.findings().stream()
        .collect(Collectors.toMap(each -> each.metric() + each.labels(), Finding::value));
  }

  private static TestingCertificates made() {
    return Objects.requireNonNull(certificates);
  }

  private static Ports ports() {
    return Objects.requireNonNull(ports);
  }
}
