package dev.pointsman.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a document names. What is wrong with it is an {@link IllegalArgumentException} whose
 * message says where it was looked for, from the root on.
 */
public record NamedFile(Path path) {

  /** Its content, taken for UTF-8. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("there is no file " + this);
    }
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(this + " is not a file");
    }
    try {
      return Files.readAllBytes(path);
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException("permission denied for the file " + this, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + this + " cannot be read", e);
    }
  }

  /** The path from the root on. */
  @Override
  public String toString() {
    return path.toAbsolutePath().toString();
  }
}
