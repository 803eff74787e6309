package dev.pointsman.cli.embedded;

import dev.pointsman.cli.FileFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept from one start to the next, held by one process at a time, in a layout this
 * version understands.
 */
public final class DataFolder implements AutoCloseable {

  private static final String FORMAT = "1";
  private static final String VERSION_FILE = "VERSION";
  private static final String LOCK_FILE = "LOCK";

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Opens the folder, made if it is not there.
   *
   * @throws CannotStartException when it cannot be written, is in use, holds something else, or was
   *     written by a version this one cannot follow
   */
  public static DataFolder open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      refuseForeign(root);
      FileChannel lockFile =
          FileChannel.open(
              root.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (lock(lockFile) == null) {
          throw new CannotStartException(
              "the data folder " + root + " is in use by another process: choose another (--data)");
        }
        checkVersion(root);
        var opened = new DataFolder(root, lockFile);
        // What a killed process left behind.
        deleteTree(opened.temporary());
        Files.createDirectories(opened.temporary());
        return opened;
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (FileSystemException e) {
      throw new CannotStartException(
          "the data folder " + root + " cannot be written: " + FileFailure.text(e), e);
    } catch (IOException e) {
      throw new CannotStartException("the data folder " + root + " cannot be used: " + e, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  /** A folder full of something else is most likely a mistyped path. */
  private static void refuseForeign(Path root) throws IOException {
    if (Files.exists(root.resolve(VERSION_FILE)) || Files.exists(root.resolve(LOCK_FILE))) {
      return;
    }
    try (Stream<Path> entries = Files.list(root)) {
      if (entries.findAny().isPresent()) {
        throw new CannotStartException(
            "the folder "
                + root
                + " is not empty and not a data folder of Pointsman (no file VERSION in it):"
                + " choose another (--data)");
      }
    }
  }

  private static void checkVersion(Path root) throws IOException {
    Path file = root.resolve(VERSION_FILE);
    String kafka = AppInfoParser.getVersion();
    if (Files.exists(file)) {
      var written = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        written.load(reader);
      }
      String format = written.getProperty("format", "unknown");
      if (!format.equals(FORMAT)) {
        throw new CannotStartException(
            "the data folder "
                + root
                + " has format "
                + format
                + ", written by another version of Pointsman; this one reads format "
                + FORMAT
                + ": choose another folder (--data)");
      }
      String writtenBy = written.getProperty("kafka", "0");
      if (compareVersions(writtenBy, kafka) > 0) {
        throw new CannotStartException(
            "the data folder "
                + root
                + " was written by Kafka "
                + writtenBy
                + ", newer than the Kafka "
                + kafka
                + " of this Pointsman: choose another folder (--data)");
      }
    }
    var current = new Properties();
    current.setProperty("format", FORMAT);
    current.setProperty("kafka", kafka);
    try (Writer writer = Files.newBufferedWriter(file)) {
      current.store(writer, "A data folder of Pointsman");
    }
  }

  private static int compareVersions(String left, String right) {
    return Comparator.comparing(DataFolder::minorVersion).compare(left, right);
  }

  /** 4.2.0 as 4002: a patch release changes no format. */
  private static int minorVersion(String version) {
    String[] parts = version.split("[.-]", 3);
    try {
      return Integer.parseInt(parts[0]) * 1000
          + (parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE; // nothing we know how to read
    }
  }

  public Path root() {
    return root;
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  public Path checkpoints() {
    return root.resolve("checkpoints");
  }

  /** Where the readings of an agent wait for Kafka, by its kind, such as {@code probe}. */
  public Path agent(String kind) {
    return root.resolve(kind);
  }

  /** The file of what a local inbox accepted. */
  public Path inbox() {
    return root.resolve("inbox.ndjson");
  }

  /** Emptied at every start. */
  public Path temporary() {
    return root.resolve("tmp");
  }

  /** Gives the folder free for another process; what is in it stays. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder and all that is in it; one that is not there is fine. */
  public static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
