package dev.pointsman.connector.http;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A routing key, a token or the value of a header that has one. It shows itself only to who calls
 * {@link #reveal()}; neither its text form nor any message about it contains it, and it cannot be
 * serialized.
 */
public final class Secret {

  private static final String SHOWN = "(secret)";

  /** Below this many characters a text may have it by chance. */
  private static final int SHORT = 6;

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * A secret from its text.
   *
   * @throws IllegalArgumentException where it is empty or cannot stand in an HTTP header
   */
  public static Secret of(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a secret is empty");
    }
    if (!value.equals(value.strip())
        || !value.chars().allMatch(each -> each >= ' ' && each < 127)) {
      throw new IllegalArgumentException(
          "a secret has a character in it that is not printable ASCII, or a blank around it");
    }
    return new Secret(value);
  }

  /**
   * The secret in the variable {@code name}, or in the file that the variable {@code name_FILE}
   * names; null where neither is set.
   *
   * @throws IllegalArgumentException where both are set, or it cannot be read or used
   */
  public static @Nullable Secret from(Map<String, String> environment, String name) {
    String value = environment.get(name);
    String file = environment.get(name + "_FILE");
    if (value != null && file != null) {
      throw new IllegalArgumentException(
          "both " + name + " and " + name + "_FILE are set: which one is meant?");
    }
    if (value == null && file == null) {
      return null;
    }
    try {
      return of((value != null ? value : Files.readString(Path.of(file))).strip());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file " + file + " that " + name + "_FILE names cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** The secret itself, for the one line of code that sends it. */
  public String reveal() {
    return value;
  }

  /** {@code text} without the secret: a server may quote what it was sent. */
  public String hideIn(String text) {
    if (value.length() >= SHORT) {
      return text.replace(value, SHOWN)
          .replace(URLEncoder.encode(value, StandardCharsets.UTF_8), SHOWN);
    }
    // A short one may be part of any word, such as of a path: only where it stands alone.
    String shown = Pattern.quote(value);
    String encoded = Pattern.quote(URLEncoder.encode(value, StandardCharsets.UTF_8));
    return text.replaceAll(
        "(?<![A-Za-z0-9])(?:" + shown + "|" + encoded + ")(?![A-Za-z0-9])", SHOWN);
  }

  @Override
  public String toString() {
    return SHOWN;
  }
}
