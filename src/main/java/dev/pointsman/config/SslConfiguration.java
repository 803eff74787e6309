package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;

import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The section {@code ssl_configuration}.
 *
 * @param minimumVersion an older version of TLS must not be spoken; null where none is named
 * @param preferredCiphers of which one is to be chosen
 * @param domains what certificates must be valid for; one may begin with {@code *.}
 */
public record SslConfiguration(
    @Nullable TlsVersion minimumVersion,
    List<CipherSuite> preferredCiphers,
    @Nullable String provider,
    List<String> domains,
    @Nullable String validation) {

  private static final ObjectType CERTIFICATES =
      ObjectType.of(
          "ssl_configuration.certificates",
          optional("provider", Shapes.TEXT, "Who issues them, such as acm."),
          optional(
              "domains",
              Shapes.listOf(
                  Shapes.matching(
                      "(?:\\*\\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?",
                      "a domain, such as example.com or *.example.com")),
              "What certificates must be valid for; one without a wildcard is probed on port 443."),
          optional("validation", Shapes.TEXT, "How they are issued, such as dns."));

  static final Section<SslConfiguration> SECTION =
      Section.of(
          "ssl_configuration",
          "How connections from outside are encrypted.",
          ObjectType.of(
              "ssl_configuration",
              optional(
                  "minimum_version",
                  Scalars.named(
                      "one of TLSv1.0, TLSv1.1, TLSv1.2, TLSv1.3",
                      List.of("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3", "TLSv1")),
                  "Older versions must not be spoken."),
              optional(
                  "preferred_ciphers",
                  Shapes.listOf(CipherSuite.SHAPE),
                  "In OpenSSL's or IANA's names, such as ECDHE-RSA-AES128-GCM-SHA256."),
              optional("certificates", Shapes.object(CERTIFICATES), "What they are valid for.")),
          SslConfiguration::read);

  public SslConfiguration {
    preferredCiphers = List.copyOf(preferredCiphers);
    domains = List.copyOf(domains);
  }

  private static @Nullable SslConfiguration read(Block block) {
    Block certificates = block.block("certificates");
    requireDistinct(certificates, "domains", "domain");
    requireDistinct(block, "preferred_ciphers", "cipher");
    return block.sound()
        ? new SslConfiguration(
            block.as("minimum_version", TlsVersion::of),
            block.texts("preferred_ciphers").stream().map(CipherSuite::of).toList(),
            certificates.text("provider"),
            certificates.texts("domains"),
            certificates.text("validation"))
        : null;
  }

  private static void requireDistinct(Block block, String key, String noun) {
    var seen = new HashSet<String>();
    for (Node each : block.items(key)) {
      if (!seen.add(Nodes.text(each))) {
        block.problem(each, "the " + noun + " " + Nodes.text(each) + " stands twice");
      }
    }
  }
}
