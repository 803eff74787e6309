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

  /** The key {@code NAME_env} of a secret. */
  static Key env(String name, String noun) {
    return Key.optional(
        name + "_env", Shapes.TEXT, "The environment variable that holds the " + noun + ".");
  }

  /** The key {@code NAME_file} of a secret. */
  static Key file(String name, String noun) {
    return Key.optional(name + "_file", Shapes.TEXT, "The file that holds the " + noun + ".");
  }

  /** What a block says of a secret; null where it says nothing. */
  static @Nullable SecretSource read(Block block, String name) {
    String variable = block.text(name + "_env");
    Path file = block.path(name + "_file");
    if (variable != null && file != null) {
      block.keyProblem(
          name + "_file", "%s_env and %s_file exclude each other".formatted(name, name));
    }
    if (variable != null) {
      return new Variable(variable);
    }
    return file == null ? null : new File(file);
  }
}
