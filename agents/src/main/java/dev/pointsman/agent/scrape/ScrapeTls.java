package dev.pointsman.agent.scrape;

import dev.pointsman.config.TlsOptions;
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

/** The JDK's TLS as a configuration wants it; Netty reads the PEM files. */
final class ScrapeTls {

  private ScrapeTls() {}

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException where one of them cannot be used
   */
  static SSLContext context(TlsOptions options) {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    Path authority = options.caFile();
    Path certificate = options.certificateFile();
    Path key = options.keyFile();
    try {
      if (authority != null) {
        builder.trustManager(authority.toFile());
      }
      if (certificate != null && key != null) {
        builder.keyManager(certificate.toFile(), key.toFile());
      }
      return ((JdkSslContext) builder.build()).context();
    } catch (SSLException | IllegalArgumentException e) {
      List<String> files =
          Stream.of(authority, certificate, key)
              .filter(Objects::nonNull)
              .map(String::valueOf)
              .toList();
      throw new IllegalArgumentException(
          "the TLS files " + String.join(", ", files) + " cannot be used: " + e.getMessage(), e);
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
