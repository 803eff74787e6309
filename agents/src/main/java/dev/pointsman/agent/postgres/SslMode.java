package dev.pointsman.agent.postgres;

import java.util.Locale;

/**
 * How far a connection is secured, as libpq's {@code sslmode} has it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">SSL support of libpq</a>
 */
public enum SslMode {
  DISABLE,
  ALLOW,
  PREFER,
  REQUIRE,
  VERIFY_CA,
  VERIFY_FULL;

  /** The one of a text, such as {@code verify-full}. */
  static SslMode of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** As people write it, such as {@code verify-full}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it looks at who signed the server's certificate. */
  boolean verifies() {
    return this == VERIFY_CA || this == VERIFY_FULL;
  }
}
