package dev.pointsman.agent.redis;

import dev.pointsman.config.ClientIdentity;
import dev.pointsman.config.TlsOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS to the nodes, whose certificates are always verified.
 *
 * @param sockets trust whom they should, and show who the agent is
 * @param serverName the name in the nodes' certificates; null for each node's own host
 */
public record RedisTls(SSLSocketFactory sockets, @Nullable String serverName) {

  private static final char[] NO_PASSWORD = {};

  /**
   * TLS as a configuration wants it.
   *
   * @throws IllegalArgumentException if a file cannot be used, naming it
   */
  public static RedisTls of(TlsOptions options) {
    List<X509Certificate> authorities = options.authorities();
    ClientIdentity client = options.identity();
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities == null ? null : trusting(authorities));
      var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore own = empty();
      if (client != null) {
        own.setKeyEntry(
            "agent", client.key(), NO_PASSWORD, client.chain().toArray(Certificate[]::new));
      }
      identity.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
      return new RedisTls(context.getSocketFactory(), options.serverName());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static KeyStore trusting(List<X509Certificate> authorities)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    for (X509Certificate each : authorities) {
      trusted.setCertificateEntry("authority-" + trusted.size(), each);
    }
    return trusted;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
