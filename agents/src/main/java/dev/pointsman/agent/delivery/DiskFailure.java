package dev.pointsman.agent.delivery;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file, in words for people: Java's own are often no more than its path. */
public final class DiskFailure {

  private DiskFailure() {}

  /** The path and the reason, such as {@code no permission for /var/lib/pointsman}. */
  public static String text(IOException e) {
    if (e instanceof FileSystemException inFileSystem && inFileSystem.getFile() != null) {
      return text(inFileSystem, inFileSystem.getFile());
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String text(FileSystemException e, String file) {
    if (e instanceof AccessDeniedException) {
      return "no permission for " + file;
    }
    if (e instanceof NoSuchFileException) {
      return file + " is not there";
    }
    @Nullable String reason = e.getReason();
    boolean notAFolder = "Not a directory".equals(reason);
    // Where a folder is to be made, only a file can be in the way.
    if (notAFolder
        || e instanceof FileAlreadyExistsException
        || e instanceof NotDirectoryException) {
      return file + ": a file stands where a folder is to be";
    }
    return file + ": " + (reason == null ? e.getClass().getSimpleName() : reason);
  }
}
