package dev.pointsman.agent.secret;

import dev.pointsman.config.SecretSource;
import dev.pointsman.connector.http.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Reads secrets from where a configuration says that they are. */
public final class SecretReader {

  private final Map<String, String> environment;

  /**
   * A reader.
   *
   * @param environment such as {@link System#getenv()}
   */
  public SecretReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads a secret anew each time that it is asked, because tokens in files are changed while an
   * agent runs; throws {@link IllegalArgumentException}, naming the place and never what is there,
   * where there is none that can be used.
   */
  public Supplier<Secret> of(SecretSource source) {
    if (source instanceof SecretSource.Variable variable) {
      return () -> variable(variable.name());
    }
    return () -> file(((SecretSource.File) source).path());
  }

  private Secret variable(String name) {
    String place = "the variable " + name;
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(place + " is not set");
    }
    return secret(place, value);
  }

  private static Secret file(Path path) {
    String place = "the file " + path;
    try {
      return secret(place, Files.readString(path));
    } catch (IOException e) {
      throw new IllegalArgumentException(place + " cannot be read", e);
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
