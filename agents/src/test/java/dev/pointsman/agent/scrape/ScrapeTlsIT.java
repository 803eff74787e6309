package dev.pointsman.agent.scrape;

import static dev.pointsman.agent.scrape.TestingScrape.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.probe.tls.TestingCertificates;
import dev.pointsman.agent.probe.tls.TestingNginx;
import dev.pointsman.agent.scrape.ScrapeTarget.Access;
import dev.pointsman.config.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTlsIT {

  private static final String METRICS = "location = /metrics { return 200 \"a 1\\n\"; }";

  @TempDir static Path folder;

  private static TestingCertificates certificates;
  private static TestingNginx nginx;
  private static int open;
  private static int forClients;
  private static int plain;

  private final TestingScrape scrape = new TestingScrape();

  @BeforeAll
  static void start() {
    certificates = TestingCertificates.in(folder);
    certificates.issue("server", "DNS:metrics.internal,DNS:localhost", 30);
    certificates.issue("agent", "DNS:agent", 30);
    TestingNginx.Builder servers = TestingNginx.in(folder);
    open = servers.tls("server", "TLSv1.2 TLSv1.3", METRICS);
    forClients =
        servers.tls(
            "server",
            "TLSv1.2 TLSv1.3",
            METRICS,
            "ssl_client_certificate ca.pem;",
            "ssl_verify_client on;",
            "ssl_verify_depth 2;");
    plain = servers.http();
    nginx = servers.start();
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
  }

  @Test
  void aTargetWhoseAuthorityIsTrustedIsScraped() throws Exception {
    scrape.collect(target(url("localhost", open), tls(trusting(null))));
    assertThat(scrape.sink.values("a")).containsExactly(1.0);
  }

  @Test
  void aTargetWhoseAuthorityIsNotTrustedIsDown() {
    assertThatThrownBy(
            () -> scrape.collect(target(url("localhost", open), tls(TlsOptions.DEFAULT))))
        .hasMessage("TLS: the certificate's issuer is not trusted");
    assertThat(scrape.sink.values("up")).containsExactly(0.0);
  }

  @Test
  void theNameInTheCertificateMustBeTheHostOrTheNameThatIsConfigured() throws Exception {
    assertThatThrownBy(() -> scrape.collect(target(url("127.0.0.1", open), tls(trusting(null)))))
        .hasMessage("TLS: the certificate is not for 127.0.0.1");
    var configured = trusting("metrics.internal");
    scrape.collect(target(url("127.0.0.1", open), tls(configured)));
    scrape.collect(target(url("localhost", open), tls(configured)));
    assertThat(scrape.sink.values("a")).containsExactly(1.0, 1.0);
    assertThatThrownBy(
            () -> scrape.collect(target(url("localhost", open), tls(trusting("other.internal")))))
        .hasMessage("TLS: the certificate is not for other.internal (server_name)");
  }

  @Test
  void aTargetThatAsksForACertificateGetsOne() throws Exception {
    assertThatThrownBy(
            () -> scrape.collect(target(url("localhost", forClients), tls(trusting(null)))))
        .hasMessage("status 400, expected 200");
    var with =
        new TlsOptions(
            certificates.ca(),
            certificates.file("agent.pem"),
            certificates.file("agent.key"),
            null);
    scrape.collect(target(url("localhost", forClients), tls(with)));
    assertThat(scrape.sink.values("a")).containsExactly(1.0);
  }

  @Test
  void aTargetThatDoesNotSpeakTlsIsSaidToBeOne() {
    assertThatThrownBy(() -> scrape.collect(target(url("localhost", plain), tls(trusting(null)))))
        .hasMessage("TLS: the server does not speak TLS");
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.pem"), "not PEM");
    assertThatThrownBy(() -> scrape.collector(target("https://a/", tls(trusting(broken, null)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.pem");
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> scrape.collector(target("https://a/", tls(trusting(missing, null)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing.pem");
  }

  private static TlsOptions trusting(@Nullable String name) {
    return trusting(certificates.ca(), name);
  }

  private static TlsOptions trusting(Path authority, @Nullable String name) {
    return new TlsOptions(authority, null, null, name);
  }

  private static Access tls(TlsOptions options) {
    return new Access(null, options, Set.of());
  }

  private static String url(String host, int port) {
    return "https://" + host + ":" + port + "/metrics";
  }
}
