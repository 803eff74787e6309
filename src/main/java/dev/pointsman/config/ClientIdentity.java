package dev.pointsman.config;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who a client is in TLS.
 *
 * @param chain its certificate, then that of its issuer, and so on
 */
public record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {

  public ClientIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads both files.
   *
   * @throws IllegalArgumentException where one cannot be used, or they do not belong together
   */
  static ClientIdentity of(PemFile certificate, PemFile key) {
    var identity = new ClientIdentity(key.key(), certificate.chain());
    if (!identity.belongsTogether()) {
      throw new IllegalArgumentException(
          "the key in the file %s is not that of the certificate in the file %s"
              .formatted(new NamedFile(key.path()), new NamedFile(certificate.path())));
    }
    return identity;
  }

  /** Whether the certificate is of what the key signs. */
  private boolean belongsTogether() {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    byte[] text = {1};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(chain.get(0).getPublicKey());
      verifying.update(text);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind than the certificate's
    }
  }
}
