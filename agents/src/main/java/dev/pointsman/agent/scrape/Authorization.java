package dev.pointsman.agent.scrape;

import dev.pointsman.connector.http.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Who we are to a target (RFC 6750 and RFC 7617); a secret is read anew for each request, so that
 * one that is changed is taken up.
 */
public sealed interface Authorization {

  /**
   * The value of the header {@code Authorization}.
   *
   * @throws IllegalArgumentException where the secret cannot be read
   */
  String header();

  /** {@code text} without the secret, which a target may quote. */
  String hideIn(String text);

  /** A token that is enough by itself. */
  record Bearer(Supplier<Secret> token) implements Authorization {
    @Override
    public String header() {
      return "Bearer " + token.get().reveal();
    }

    @Override
    public String hideIn(String text) {
      return token.get().hideIn(text);
    }
  }

  /** A user and a password. */
  record Basic(String user, Supplier<Secret> password) implements Authorization {
    @Override
    public String header() {
      return "Basic " + encoded();
    }

    @Override
    public String hideIn(String text) {
      return password.get().hideIn(text.replace(encoded(), "(secret)"));
    }

    private String encoded() {
      byte[] pair = (user + ':' + password.get().reveal()).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(pair);
    }
  }
}
