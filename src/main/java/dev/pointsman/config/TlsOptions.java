package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.nio.file.Path;
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

  /** What a block says; {@link #DEFAULT} where it is absent. */
  static TlsOptions read(Block block) {
    if (block.has("certificate_file") != block.has("key_file")) {
      block.problem("certificate_file and key_file belong together");
    }
    return new TlsOptions(
        block.path("ca_file"),
        block.path("certificate_file"),
        block.path("key_file"),
        block.text("server_name"));
  }
}
