package dev.pointsman.agent.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds a folder for this process; it is free again however the process ends. One thread at a time.
 */
final class FolderLock implements Closeable {

  private static final String NAME = "LOCK";

  private final Path folder;
  private FileChannel file;

  /** Tells the file that is locked from another one of its name. */
  private @Nullable Object identity;

  private FolderLock(Path folder, FileChannel file, @Nullable Object identity) {
    this.folder = folder;
    this.file = file;
    this.identity = identity;
  }

  /**
   * Takes the folder, which is made where there is none.
   *
   * @throws FolderInUseException if it is held by somebody else
   */
  static FolderLock take(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) { // which may also be a link to one
      Files.createDirectories(folder);
    }
    FileChannel file =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(file) == null) {
        throw new FolderInUseException(folder);
      }
      return new FolderLock(folder, file, identity(folder));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  private static @Nullable Object identity(Path folder) throws IOException {
    return Files.readAttributes(folder.resolve(NAME), BasicFileAttributes.class).fileKey();
  }

  /**
   * Takes the folder again where it was deleted: a lock on a file that nobody finds keeps nobody
   * out.
   *
   * @throws FolderInUseException if somebody else was faster
   */
  void renew() throws IOException {
    if (isThere()) {
      return;
    }
    FolderLock again = take(folder);
    file.close();
    file = again.file;
    identity = again.identity;
  }

  private boolean isThere() throws IOException {
    Path path = folder.resolve(NAME);
    // What cannot be looked at for now is not gone.
    return !Files.notExists(path)
        && (!Files.isReadable(path) || Objects.equals(identity, identity(folder)));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
