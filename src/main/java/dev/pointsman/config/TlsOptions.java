package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client does TLS; files are in PEM.
 *
 * @param caFile what is trusted in place of the JVM's own, or null
 * @param certificateFile the client's certificate and what leads to its issuer, or null
 * @param keyFile the client's key, in PKCS#8; null where there is no certificate
 * @param serverName the name to ask for and to find in the certificate; null: the host
 */
public record TlsOptions(
    @Nullable Path caFile,
    @Nullable Path certificateFile,
    @Nullable Path keyFile,
    @Nullable String serverName) {

  /** Nothing out of the ordinary. */
  public static final TlsOptions DEFAULT = new TlsOptions(null, null, null, null);

  static final ObjectType TYPE =
      ObjectType.of(
          "tls",
          optional("ca_file", Shapes.TEXT, "PEM; trusted in place of the JVM's authorities."),
          optional("certificate_file", Shapes.TEXT, "PEM; the client's certificate."),
          optional("key_file", Shapes.TEXT, "PEM, PKCS#8; the client's key."),
          optional("server_name", Scalars.HOST, "The name to ask for; default: the host."));

  /**
   * What a block says; {@link #DEFAULT} where it is absent.
   *
   * @param reader who needs it, or null where nobody does
   */
  static TlsOptions read(Block block, @Nullable AgentKind reader) {
    if (block.has("certificate_file") != block.has("key_file")) {
      block.problem("certificate_file and key_file belong together");
    }
    Path authorities = block.path("ca_file");
    Path certificate = block.path("certificate_file");
    Path key = block.path("key_file");
    if (reader != null && authorities != null) {
      block.outside(reader, "ca_file", "ca_file", new Outside.Authorities(authorities));
    }
    if (reader != null && certificate != null && key != null) {
      block.outside(
          reader, "certificate_file", "certificate_file", new Outside.Certificate(certificate));
      block.outside(reader, "key_file", "key_file", new Outside.Key(key, certificate));
    }
    return new TlsOptions(authorities, certificate, key, block.text("server_name"));
  }

  /** These, or the other where they say nothing. */
  public TlsOptions orElse(TlsOptions other) {
    return equals(DEFAULT) ? other : this;
  }

  /** Reports the options of a block whose regions speak no TLS. */
  static void requireHttpsSomewhere(Block block) {
    if (block.has("tls") && block.reading().speaksHttpAlone()) {
      block.keyProblem("tls", "tls is for https, and no base_url begins with https://");
    }
  }

  /**
   * What is trusted in place of the JVM's own, or null.
   *
   * @throws IllegalArgumentException where the file cannot be used, naming it
   */
  public @Nullable List<X509Certificate> authorities() {
    return caFile == null ? null : new PemFile(caFile).certificates();
  }

  /**
   * Who the client is, or null.
   *
   * @throws IllegalArgumentException where a file cannot be used, naming it
   */
  public @Nullable ClientIdentity identity() {
    return certificateFile == null || keyFile == null
        ? null
        : ClientIdentity.of(new PemFile(certificateFile), new PemFile(keyFile));
  }
}
