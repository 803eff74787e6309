package dev.pointsman.agent;

import dev.pointsman.agent.fault.MissingSecretException;
import dev.pointsman.agent.s3.AwsRegion;
import dev.pointsman.config.NamedFile;
import dev.pointsman.config.SecretSource;
import dev.pointsman.connector.http.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secrets that a configuration names, and the region of AWS. Each secret is read anew
 * whenever it is used, so that one that is changed in its file is taken up.
 *
 * @param environment where variables are looked up
 */
public record ConfiguredSecrets(Map<String, String> environment) implements SecretSource.Finder {

  /**
   * Gives the secret, or throws a {@link MissingSecretException} that names where it was looked
   * for.
   */
  public Supplier<Secret> find(SecretSource source) {
    return () -> {
      try {
        return source instanceof SecretSource.Variable variable
            ? variable(variable.name())
            : file(((SecretSource.File) source).path());
      } catch (IllegalArgumentException e) {
        throw new MissingSecretException(e);
      }
    };
  }

  @Override
  public void require(SecretSource source) {
    var unused = find(source).get();
  }

  @Override
  public @Nullable String awsRegion() {
    return AwsRegion.find(environment);
  }

  private Secret variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the variable " + name + " is not set");
    }
    return secret("the variable " + name, value);
  }

  private static Secret file(Path path) {
    var file = new NamedFile(path);
    return secret("the file " + file, file.text());
  }

  private static Secret secret(String place, String value) {
    try {
      return Secret.of(value.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
