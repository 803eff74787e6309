package dev.pointsman.agent.scrape;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS connection to a target needs besides the system's own certificate authorities; each
 * null where it needs no such thing. Files are PEM.
 *
 * @param authority certificates to trust in place of the system's
 * @param certificate who we are, with its chain
 * @param key of the certificate, PKCS #8 without a password
 * @param serverName asked for and expected in place of the host in the URL
 */
public record TlsSettings(
    @Nullable Path authority,
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable String serverName) {

  public TlsSettings {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("a certificate needs its key, and a key its certificate");
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException where one of them cannot be used
   */
  SSLContext context() {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    try {
      if (authority != null) {
        builder.trustManager(authority.toFile());
      }
      if (certificate != null && key != null) {
        builder.keyManager(certificate.toFile(), key.toFile());
      }
      return ((JdkSslContext) builder.build()).context();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the TLS files " + files() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private String files() {
    return String.join(
        ", ",
        Stream.of(authority, certificate, key)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .toList());
  }

  SSLParameters parameters() {
    var parameters = new SSLParameters();
    if (serverName != null) {
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
    }
    return parameters;
  }
}
