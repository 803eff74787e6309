package dev.pointsman.config;

import dev.pointsman.yaml.Shape;
import java.util.Arrays;
import java.util.stream.Stream;

/** The cipher suites up to TLS 1.2 that servers still choose, the best first (IANA's registry). */
public enum CipherSuite {
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b, "ECDHE-ECDSA-AES128-GCM-SHA256"),
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f, "ECDHE-RSA-AES128-GCM-SHA256"),
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c, "ECDHE-ECDSA-AES256-GCM-SHA384"),
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xc030, "ECDHE-RSA-AES256-GCM-SHA384"),
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xcca9, "ECDHE-ECDSA-CHACHA20-POLY1305"),
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xcca8, "ECDHE-RSA-CHACHA20-POLY1305"),
  TLS_DHE_RSA_WITH_AES_128_GCM_SHA256(0x009e, "DHE-RSA-AES128-GCM-SHA256"),
  TLS_DHE_RSA_WITH_AES_256_GCM_SHA384(0x009f, "DHE-RSA-AES256-GCM-SHA384"),
  TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xccaa, "DHE-RSA-CHACHA20-POLY1305"),
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256(0xc023, "ECDHE-ECDSA-AES128-SHA256"),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256(0xc027, "ECDHE-RSA-AES128-SHA256"),
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384(0xc024, "ECDHE-ECDSA-AES256-SHA384"),
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384(0xc028, "ECDHE-RSA-AES256-SHA384"),
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA(0xc009, "ECDHE-ECDSA-AES128-SHA"),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA(0xc013, "ECDHE-RSA-AES128-SHA"),
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA(0xc00a, "ECDHE-ECDSA-AES256-SHA"),
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA(0xc014, "ECDHE-RSA-AES256-SHA"),
  TLS_DHE_RSA_WITH_AES_128_CBC_SHA256(0x0067, "DHE-RSA-AES128-SHA256"),
  TLS_DHE_RSA_WITH_AES_256_CBC_SHA256(0x006b, "DHE-RSA-AES256-SHA256"),
  TLS_DHE_RSA_WITH_AES_128_CBC_SHA(0x0033, "DHE-RSA-AES128-SHA"),
  TLS_DHE_RSA_WITH_AES_256_CBC_SHA(0x0039, "DHE-RSA-AES256-SHA"),
  TLS_RSA_WITH_AES_128_GCM_SHA256(0x009c, "AES128-GCM-SHA256"),
  TLS_RSA_WITH_AES_256_GCM_SHA384(0x009d, "AES256-GCM-SHA384"),
  TLS_RSA_WITH_AES_128_CBC_SHA256(0x003c, "AES128-SHA256"),
  TLS_RSA_WITH_AES_256_CBC_SHA256(0x003d, "AES256-SHA256"),
  TLS_RSA_WITH_AES_128_CBC_SHA(0x002f, "AES128-SHA"),
  TLS_RSA_WITH_AES_256_CBC_SHA(0x0035, "AES256-SHA"),
  TLS_RSA_WITH_3DES_EDE_CBC_SHA(0x000a, "DES-CBC3-SHA");

  static final Shape SHAPE =
      Scalars.named(
          "a cipher suite up to TLS 1.2, such as ECDHE-RSA-AES128-GCM-SHA256",
          Stream.concat(
                  Arrays.stream(values()).map(CipherSuite::openSsl),
                  Arrays.stream(values()).map(CipherSuite::name))
              .toList());

  private final int code;
  private final String openSsl;

  CipherSuite(int code, String openSsl) {
    this.code = code;
    this.openSsl = openSsl;
  }

  /** In TLS' messages. */
  public int code() {
    return code;
  }

  /** As OpenSSL names it, and most configurations. */
  public String openSsl() {
    return openSsl;
  }

  /** Of a name that is of {@link #SHAPE}: OpenSSL's or IANA's. */
  static CipherSuite of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.openSsl.equals(name) || each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is no cipher suite"));
  }
}
