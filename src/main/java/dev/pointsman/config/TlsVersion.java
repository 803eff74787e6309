package dev.pointsman.config;

import java.util.Arrays;

/** A version of TLS, the oldest first. */
public enum TlsVersion {
  TLS_1_0("TLSv1.0"),
  TLS_1_1("TLSv1.1"),
  TLS_1_2("TLSv1.2"),
  TLS_1_3("TLSv1.3");

  private final String text;

  TlsVersion(String text) {
    this.text = text;
  }

  /** Such as {@code TLSv1.2}; Java's name of 1.0 is {@code TLSv1}. */
  public String text() {
    return text;
  }

  /**
   * The version of a name, {@code TLSv1} for 1.0 too.
   *
   * @throws IllegalArgumentException for any other name
   */
  public static TlsVersion of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text.equals(text.equals("TLSv1") ? "TLSv1.0" : text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a version of TLS: " + text));
  }
}
