package dev.pointsman.agent;

import dev.pointsman.config.SecretSource;
import dev.pointsman.connector.http.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Finds the secrets that a configuration names. Each is read anew whenever it is used, so that one
 * that is changed in its file is taken up.
 *
 * @param environment where variables are looked up
 */
public record ConfiguredSecrets(Map<String, String> environment) {

  /**
   * Gives the secret, or throws an {@link IllegalArgumentException} that names where it was looked
   * for.
   */
  public Supplier<Secret> find(SecretSource source) {
    if (source instanceof SecretSource.Variable variable) {
      return () -> variable(variable.name());
    }
    Path path = ((SecretSource.File) source).path();
    return () -> file(path);
  }

  private Secret variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the variable " + name + " is not set");
    }
    return secret("the variable " + name, value);
  }

  private static Secret file(Path path) {
    try {
      return secret("the file " + path, Files.readString(path));
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + path + " cannot be read", e);
    }
  }

  private static Secret secret(String place, String value) {
    try {
      return Secret.of(value.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
