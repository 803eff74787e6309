package dev.pointsman.config;

import dev.pointsman.yaml.Key;
import dev.pointsman.yaml.Shapes;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a secret is to be found; a configuration never holds one. */
public sealed interface SecretSource {

  /** The environment variable of this name. */
  record Variable(String name) implements SecretSource {}

  /** The content of this file, without the white space around it. */
  record File(Path path) implements SecretSource {}

  /** Looks where an agent runs for what a document names and does not hold. */
  interface Finder {

    /** Throws an {@link IllegalArgumentException} that says why there is no use for it here. */
    void require(SecretSource source);

    /**
     * The region of AWS that the surroundings name, or null.
     *
     * @throws IllegalArgumentException where what should name it cannot be read
     */
    @Nullable String awsRegion();
  }

  /** The key {@code NAME_env} of a secret. */
  static Key env(String name, String noun) {
    return Key.optional(
        name + "_env", Shapes.TEXT, "The environment variable that holds the " + noun + ".");
  }

  /** The key {@code NAME_file} of a secret. */
  static Key file(String name, String noun) {
    return Key.optional(name + "_file", Shapes.TEXT, "The file that holds the " + noun + ".");
  }

  /**
   * What a block says of a secret; null where it says nothing.
   *
   * @param reader who needs it, or null where nobody does
   */
  static @Nullable SecretSource read(Block block, String name, @Nullable AgentKind reader) {
    String variable = block.text(name + "_env");
    Path file = block.path(name + "_file");
    if (variable != null && file != null) {
      block.keyProblem(
          name + "_file", "%s_env and %s_file exclude each other".formatted(name, name));
    }
    SecretSource source = of(variable, file);
    if (source != null && reader != null) {
      String key = name + (variable == null ? "_file" : "_env");
      block.outside(reader, key, key, new Outside.Secret(source));
    }
    return source;
  }

  /** The variable, else the file, else null. */
  static @Nullable SecretSource of(@Nullable String variable, @Nullable Path file) {
    if (variable != null) {
      return new Variable(variable);
    }
    return file == null ? null : new File(file);
  }
}
