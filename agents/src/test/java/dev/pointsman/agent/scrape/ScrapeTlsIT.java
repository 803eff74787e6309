package dev.pointsman.agent.scrape;

import static dev.pointsman.agent.scrape.TestingScrape.target;
import static dev.pointsman.agent.scrape.TestingTarget.metrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.scrape.ScrapeTarget.Access;
import dev.pointsman.config.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTlsIT {

  @TempDir private Path folder;

  private final TestingScrape scrape = new TestingScrape();
  private TestingCertificate server;

  @BeforeEach
  void certificate() throws Exception {
    server = TestingCertificate.make(folder, "server", "dns:metrics.internal,dns:localhost");
  }

  @Test
  void aTargetWhoseAuthorityIsTrustedIsScraped() throws Exception {
    try (var target = new TestingTarget(server.sockets(null), metrics("a 1\n"))) {
      scrape.collect(
          target(url(target, "localhost"), tls(new TlsOptions(server.pem(), null, null, null))));
      assertThat(scrape.sink.values("a")).containsExactly(1.0);
    }
  }

  @Test
  void aTargetWhoseAuthorityIsNotTrustedIsDown() {
    try (var target = new TestingTarget(server.sockets(null), metrics("a 1\n"))) {
      assertThatThrownBy(
              () -> scrape.collect(target(url(target, "localhost"), tls(TlsOptions.DEFAULT))))
          .hasMessage("TLS: the certificate's issuer is not trusted");
      assertThat(scrape.sink.values("up")).containsExactly(0.0);
    }
  }

  @Test
  void theNameInTheCertificateMustBeTheHostOrTheNameThatIsConfigured() throws Exception {
    try (var target = new TestingTarget(server.sockets(null), metrics("a 1\n"))) {
      var anyName = new TlsOptions(server.pem(), null, null, null);
      assertThatThrownBy(() -> scrape.collect(target(url(target, "127.0.0.1"), tls(anyName))))
          .hasMessage("TLS: the certificate is not for 127.0.0.1");
      var configured = new TlsOptions(server.pem(), null, null, "metrics.internal");
      scrape.collect(target(url(target, "127.0.0.1"), tls(configured)));
      scrape.collect(target(url(target, "localhost"), tls(configured)));
      assertThat(scrape.sink.values("a")).containsExactly(1.0, 1.0);
      var wrong = new TlsOptions(server.pem(), null, null, "other.internal");
      assertThatThrownBy(() -> scrape.collect(target(url(target, "localhost"), tls(wrong))))
          .hasMessageStartingWith("TLS: the certificate is not for ");
    }
  }

  @Test
  void aTargetThatAsksForACertificateGetsOne() throws Exception {
    TestingCertificate client = TestingCertificate.make(folder, "client", "dns:agent");
    try (var target = new TestingTarget(server.sockets(client), metrics("a 1\n"))) {
      var without = new TlsOptions(server.pem(), null, null, null);
      assertThatThrownBy(() -> scrape.collect(target(url(target, "localhost"), tls(without))))
          .isInstanceOf(ScrapeException.class);
      var with = new TlsOptions(server.pem(), client.pem(), client.key(), null);
      scrape.collect(target(url(target, "localhost"), tls(with)));
      assertThat(scrape.sink.values("a")).containsExactly(1.0);
    }
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.pem"), "not PEM");
    assertThatThrownBy(() -> scrape.collector(target("https://a/", tls(options(broken, null)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.pem");
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> scrape.collector(target("https://a/", tls(options(missing, null)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing.pem");
  }

  private static TlsOptions options(@Nullable Path authority, @Nullable String name) {
    return new TlsOptions(authority, null, null, name);
  }

  private static Access tls(TlsOptions options) {
    return new Access(null, options, Set.of());
  }

  private static String url(TestingTarget target, String host) {
    return "https://" + host + ":" + target.port() + "/metrics";
  }
}
