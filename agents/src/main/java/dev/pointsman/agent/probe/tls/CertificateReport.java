package dev.pointsman.agent.probe.tls;

import dev.pointsman.agent.probe.Failures;
import dev.pointsman.agent.probe.Finding;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of the certificates that a server showed.
 *
 * @param leafLeft until the server's own expires; negative once it has
 * @param chainLeft until the first of all that it showed expires
 * @param distrust why the chain is not trusted, null where it is
 * @param nameIsRight whether it is for the name that was asked for
 */
record CertificateReport(
    String serverName,
    CertificateNames names,
    Duration leafLeft,
    Duration chainLeft,
    @Nullable String distrust,
    boolean nameIsRight) {

  static CertificateReport of(
      Certificate[] shown, TlsClient client, String serverName, Instant now) {
    X509Certificate[] chain = Arrays.copyOf(shown, shown.length, X509Certificate[].class);
    CertificateNames names = CertificateNames.of(chain[0]);
    Duration first =
        Arrays.stream(chain)
            .map(each -> left(each, now))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new CertificateReport(
        serverName,
        names,
        left(chain[0], now),
        first,
        distrust(client, chain),
        names.cover(serverName));
  }

  /** Why a client would turn away, or null. */
  @Nullable String complaint() {
    if (distrust != null) {
      return distrust;
    }
    return nameIsRight ? null : "the certificate is not for " + serverName;
  }

  /**
   * All as values.
   *
   * @param domains that it must have, each where the server's name is within it
   */
  List<Finding> findings(List<String> domains) {
    var findings = new ArrayList<Finding>();
    findings.add(Finding.of("tls_certificate_expiry_seconds", (double) leafLeft.toSeconds()));
    findings.add(Finding.of("tls_chain_expiry_seconds", (double) chainLeft.toSeconds()));
    findings.add(Finding.of("tls_chain_valid", distrust == null));
    findings.add(Finding.of("tls_name_valid", nameIsRight));
    for (String domain : domains) {
      if (CertificateNames.isWithin(domain, serverName)) {
        findings.add(Finding.of("tls_domain_covered", names.coverDomain(domain), "domain", domain));
      }
    }
    return findings;
  }

  private static Duration left(X509Certificate certificate, Instant now) {
    return Duration.between(now, certificate.getNotAfter().toInstant());
  }

  private static @Nullable String distrust(TlsClient client, X509Certificate[] chain) {
    try {
      client.validate(chain);
      return null;
    } catch (CertificateException e) {
      return Failures.tls(e);
    }
  }
}
