package dev.pointsman.agent.secret;

import dev.pointsman.connector.http.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A variable or a file that holds a secret. It is read anew each time, because tokens in files are
 * changed while an agent runs; its text form names the place and never what is there.
 */
public final class SecretSource {

  private final String place;
  private final Supplier<String> value;

  private SecretSource(String place, Supplier<String> value) {
    this.place = place;
    this.value = value;
  }

  /** The variable {@code name} of {@code environment}. */
  public static SecretSource variable(Map<String, String> environment, String name) {
    String place = "the variable " + name;
    return new SecretSource(
        place,
        () -> {
          String value = environment.get(name);
          if (value == null) {
            throw new IllegalArgumentException(place + " is not set");
          }
          return value;
        });
  }

  public static SecretSource file(Path path) {
    String place = "the file " + path;
    return new SecretSource(
        place,
        () -> {
          try {
            return Files.readString(path);
          } catch (IOException e) {
            throw new IllegalArgumentException(place + " cannot be read", e);
          }
        });
  }

  /**
   * The secret as it is now, without blanks around it.
   *
   * @throws IllegalArgumentException naming the place, where there is none that can be used
   */
  public Secret read() {
    String found = value.get();
    try {
      return Secret.of(found.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return place;
  }
}
