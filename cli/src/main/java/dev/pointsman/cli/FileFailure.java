package dev.pointsman.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What is wrong with a file, in words for people: Java's own are often no more than its name. */
public final class FileFailure {

  private FileFailure() {}

  /** Of an exception that may not name the file itself. */
  public static String text(IOException e, Path file) {
    if (e instanceof FileSystemException inFileSystem && inFileSystem.getFile() != null) {
      return text(inFileSystem);
    }
    if (Files.isDirectory(file)) {
      return file + " is a folder";
    }
    return file + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  /** Of an exception that names the file. */
  public static String text(FileSystemException e) {
    String file = e.getFile();
    String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    if (file == null) {
      return reason;
    }
    if (e instanceof NoSuchFileException) {
      return "no such file: " + file;
    }
    if (e instanceof AccessDeniedException) {
      return "no permission for " + file;
    }
    if (e instanceof FileAlreadyExistsException) {
      return file + " exists already";
    }
    if (e instanceof NotDirectoryException) {
      return (Files.exists(Path.of(file)) ? "not a folder: " : "no such folder: ") + file;
    }
    if (reason.contains("symbolic links")) {
      return "too many links lead to " + file;
    }
    return Files.isDirectory(Path.of(file)) ? file + " is a folder" : file + ": " + reason;
  }
}
