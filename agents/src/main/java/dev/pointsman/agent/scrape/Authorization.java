package dev.pointsman.agent.scrape;

import dev.pointsman.agent.secret.SecretSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who we are to a target (RFC 6750 and RFC 7617). */
public sealed interface Authorization {

  /**
   * The value of the header {@code Authorization}.
   *
   * @throws IllegalArgumentException where the secret cannot be read
   */
  String header();

  /** A token that is enough by itself. */
  record Bearer(SecretSource token) implements Authorization {
    @Override
    public String header() {
      return "Bearer " + token.read().reveal();
    }
  }

  /** A user and a password. */
  record Basic(String user, SecretSource password) implements Authorization {
    @Override
    public String header() {
      byte[] pair = (user + ':' + password.read().reveal()).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
  }
}
