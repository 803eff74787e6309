package dev.pointsman.agent.probe.tls;

import dev.pointsman.config.CipherSuite;
import dev.pointsman.config.TlsVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server is held against, besides being who it should be.
 *
 * @param minimum no older version may be accepted; null where that is not asked
 * @param preferred one of which is to be chosen; empty where that is not asked
 * @param domains that the certificate must have, each where the server's name is within it
 */
public record TlsExpectation(
    @Nullable TlsVersion minimum, List<CipherSuite> preferred, List<String> domains) {

  /** A valid certificate for the name, and no more. */
  public static final TlsExpectation NONE = new TlsExpectation(null, List.of(), List.of());

  public TlsExpectation {
    preferred = List.copyOf(preferred);
    domains = List.copyOf(domains);
  }

  /** Whether it takes further connections to find out. */
  boolean asksForVersions() {
    return minimum != null || !preferred.isEmpty();
  }
}
