package dev.pointsman.config;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in PEM that a document names. What is wrong with it is an {@link IllegalArgumentException}
 * whose message names the file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
public record PemFile(Path path) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");

  /** Its certificates, at least one. */
  public List<X509Certificate> certificates() {
    var file = new NamedFile(path);
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(file.bytes()))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "what is in the file " + file + " is no certificate in PEM", e);
    }
    throw new IllegalArgumentException("the file " + file + " holds no certificate in PEM");
  }

  /** Its certificates, each but the last signed by the next. */
  public List<X509Certificate> chain() {
    List<X509Certificate> chain = certificates();
    boolean linked = new HashSet<>(chain).size() == chain.size();
    for (int i = 1; i < chain.size(); i++) {
      linked &= chain.get(i - 1).getIssuerX500Principal().equals(subject(chain.get(i)));
    }
    if (!linked) {
      throw new IllegalArgumentException(
          "in the file "
              + new NamedFile(path)
              + " the certificates are not in order: the client's comes first, then that of its"
              + " issuer, and so on");
    }
    return chain;
  }

  private static Object subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal();
  }

  /** Its private key, which is in PKCS#8 and not encrypted. */
  public PrivateKey key() {
    var file = new NamedFile(path);
    Matcher found = KEY.matcher(file.text());
    if (!found.find()) {
      throw new IllegalArgumentException(
          "the file "
              + file
              + " holds no key in PKCS#8 that is not encrypted (BEGIN PRIVATE KEY);"
              + " openssl pkcs8 -topk8 -nocrypt makes one of another key");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
      for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
        Optional<PrivateKey> key = key(KeyFactory.getInstance(algorithm), bytes);
        if (key.isPresent()) {
          return key.get();
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("the key in the file " + file + " cannot be read", e);
    }
    throw new IllegalArgumentException(
        "the key in the file " + file + " is damaged, or none of RSA, EC and EdDSA");
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
