package dev.pointsman.cli.replay;

import dev.pointsman.cli.embedded.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what is too large for memory; gone with all that is in it when it is closed, and
 * when the process is told to end before.
 */
final class TemporaryFolder implements AutoCloseable {

  private static final String PREFIX = "pointsman-";

  /**
   * Whoever still writes to it, or deletes some of it as well, finds nothing left to do so with in
   * a later round.
   */
  private static final int ROUNDS = 10;

  private final Path path;
  private final Thread atExit;

  private TemporaryFolder(Path path) {
    this.path = path;
    atExit = new Thread(this::deleteAtExit, "delete " + path);
  }

  /**
   * A new folder.
   *
   * @param parent where it is made; null for the system's place for temporary files
   */
  static TemporaryFolder in(@Nullable Path parent) throws IOException {
    var folder =
        new TemporaryFolder(
            parent == null
                ? Files.createTempDirectory(PREFIX)
                : Files.createTempDirectory(parent.toAbsolutePath(), PREFIX));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    delete();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void deleteAtExit() {
    try {
      delete();
    } catch (IOException e) {
      System.err.println("pointsman: " + path + " cannot be deleted: " + e.getMessage());
    }
  }

  private void delete() throws IOException {
    for (int round = 1; Files.exists(path); round++) {
      try {
        DataFolder.deleteTree(path);
      } catch (IOException e) {
        if (round == ROUNDS) {
          throw e;
        }
      } catch (UncheckedIOException e) { // as where a folder is gone that was about to be listed
        if (round == ROUNDS) {
          throw e.getCause();
        }
      }
    }
  }
}
