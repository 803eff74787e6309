package dev.pointsman.agent.scrape;

import dev.pointsman.config.ClientIdentity;
import dev.pointsman.config.TlsOptions;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** The JDK's TLS as a configuration wants it. */
final class ScrapeTls {

  private ScrapeTls() {}

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException where one of them cannot be used
   */
  static SSLContext context(TlsOptions options) {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    List<X509Certificate> authorities = options.authorities();
    if (authorities != null) {
      builder.trustManager(authorities);
    }
    ClientIdentity identity = options.identity();
    if (identity != null) {
      builder.keyManager(identity.key(), identity.chain());
    }
    try {
      return ((JdkSslContext) builder.build()).context();
    } catch (SSLException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  static SSLParameters parameters(TlsOptions options) {
    var parameters = new SSLParameters();
    if (options.serverName() != null) {
      parameters.setServerNames(List.of(new SNIHostName(options.serverName())));
    }
    return parameters;
  }
}
