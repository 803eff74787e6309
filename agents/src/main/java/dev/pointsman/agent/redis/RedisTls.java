package dev.pointsman.agent.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
   * TLS by files in PEM.
   *
   * @param authorities trusted in place of the system's; null for those
   * @param certificate of the agent, with the chain after it; null for none
   * @param key of that certificate, PKCS#8
   * @throws IOException if a file cannot be read or used, naming it
   */
  public static RedisTls of(
      @Nullable Path authorities,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable String serverName)
      throws IOException {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities == null ? null : trusting(authorities));
      var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore own = empty();
      if (certificate != null && key != null) {
        own.setKeyEntry(
            "agent", key(key), NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
      }
      identity.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
      return new RedisTls(context.getSocketFactory(), serverName);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static KeyStore trusting(Path pem) throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    for (Certificate each : certificates(pem)) {
      trusted.setCertificateEntry("authority-" + trusted.size(), each);
    }
    return trusted;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IOException("no certificate in PEM in " + pem);
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate in PEM in " + pem, e);
    }
  }

  private static PrivateKey key(Path pem) throws IOException, GeneralSecurityException {
    String text = Files.readString(pem);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END PRIVATE KEY-----");
    if (from < 0 || to < from) {
      throw new IOException("no key in PEM (PKCS#8, not encrypted) in " + pem);
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
      for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
        Optional<PrivateKey> key = key(KeyFactory.getInstance(algorithm), bytes);
        if (key.isPresent()) {
          return key.get();
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("no key in PEM in " + pem, e);
    }
    throw new IOException("a key of an unknown kind in " + pem);
  }

  /** The key, or nothing where it is one of another algorithm, which only the bytes tell. */
  private static Optional<PrivateKey> key(KeyFactory algorithm, byte[] bytes) {
    try {
      return Optional.of(algorithm.generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }
}
