package dev.pointsman.agent.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of a certificate whose subject is CN=names, which counts for nothing (RFC 9525). */
class CertificateNamesIT {

  @TempDir private static Path folder;
  private static CertificateNames names = CertificateNames.NONE;

  @BeforeAll
  static void issue() throws Exception {
    var certificates = TestingCertificates.in(folder);
    certificates.issue(
        "names",
        "DNS:api.example.com,DNS:*.example.org,DNS:xn--bcher-kva.example,DNS:*.com,"
            + "DNS:w*.example.net,IP:192.0.2.1,IP:2001:db8::1",
        1);
    try (var in = Files.newInputStream(folder.resolve("names.pem"))) {
      names =
          CertificateNames.of(
              (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api.example.com, true",
    "API.Example.COM., true",
    "www.api.example.com, false",
    "example.com, false",
    "a.example.org, true",
    "a.b.example.org, false",
    "example.org, false",
    "bücher.example, true",
    "other.com, false", // a wildcard right below the top
    "www.example.net, false", // a wildcard within a label
    "192.0.2.1, true",
    "192.0.2.2, false",
    "2001:db8:0:0::1, true",
    "names, false",
  })
  void aHostIsCoveredByItsNameOrAWildcardInTheFirstLabel(String host, boolean covered) {
    assertThat(names.cover(host)).isEqualTo(covered);
  }

  @Test
  void aDomainWithAWildcardIsCoveredByTheLikeOnly() {
    assertThat(names.coverDomain("*.example.org")).isTrue();
    assertThat(names.coverDomain("*.example.com")).isFalse();
    assertThat(names.coverDomain("api.example.com")).isTrue();
  }

  @Test
  void aHostIsWithinADomainOfOneLabelMore() {
    assertThat(CertificateNames.isWithin("*.example.com", "a.example.com")).isTrue();
    assertThat(CertificateNames.isWithin("*.example.com", "a.b.example.com")).isFalse();
    assertThat(CertificateNames.isWithin("example.com", "example.com")).isTrue();
  }
}
