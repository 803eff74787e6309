package dev.pointsman.cli.replay;

import dev.pointsman.cli.embedded.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what is too large for memory; gone with all that is in it when it is closed, and
 * when the process is told to end before: what that has started is then ended first.
 */
public final class TemporaryFolder implements AutoCloseable {

  private static final String PREFIX = "pointsman-";

  /**
   * Whoever still writes to it, or deletes some of it as well, finds nothing left to do so with in
   * a later round.
   */
  private static final int ROUNDS = 10;

  private static final long END_LIMIT_SECONDS = 5;

  private final Path path;
  private final Thread atExit;
  private boolean stays;

  private TemporaryFolder(Path path) {
    this.path = path;
    atExit = new Thread(this::deleteAtExit, "delete " + path);
  }

  /**
   * A new folder.
   *
   * @param parent where it is made; null for the system's place for temporary files
   */
  public static TemporaryFolder in(@Nullable Path parent) throws IOException {
    var folder =
        new TemporaryFolder(
            parent == null
                ? Files.createTempDirectory(PREFIX)
                : Files.createTempDirectory(parent.toAbsolutePath(), PREFIX));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  public Path path() {
    return path;
  }

  /**
   * Leaves it there when it is closed.
   *
   * @return whether it does; not where the process was told to end
   */
  public boolean keep() {
    stays = disarm();
    return stays;
  }

  @Override
  public void close() throws IOException {
    if (!stays) {
      delete();
      disarm();
    }
  }

  private boolean disarm() {
    try {
      return Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return false; // the process ends: it is being deleted
    }
  }

  private void deleteAtExit() {
    try {
      endChildren();
      delete();
    } catch (IOException e) {
      System.err.println("pointsman: " + path + " cannot be deleted: " + e.getMessage());
    }
  }

  /** They would write to it, and go on without us. */
  private static void endChildren() {
    List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
    children.forEach(ProcessHandle::destroy);
    for (ProcessHandle each : children) {
      each.onExit().completeOnTimeout(each, END_LIMIT_SECONDS, TimeUnit.SECONDS).join();
      each.destroyForcibly();
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
