package dev.pointsman.agent.postgres;

import dev.pointsman.agent.TestingProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, unpacked once for all tests of a JVM, and the data folders that they
 * make. PostgreSQL refuses to run as root: then everything belongs to, and runs as, nobody.
 */
final class TestingPostgresPrograms {

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final Path HOME = unpack();

  private TestingPostgresPrograms() {}

  /** How to run a program of PostgreSQL. */
  static List<String> command(String program, String... arguments) {
    var command = new ArrayList<String>();
    if (ROOT) {
      command.addAll(
          List.of(
              TestingProcess.program("setpriv", "util-linux"),
              "--reuid=nobody",
              "--regid=nogroup",
              "--clear-groups"));
    }
    command.add(HOME.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** The data folder of a cluster of its own, and beside it a copy for its standbys. */
  static Path newCluster() {
    Path data = HOME.resolve("data-" + System.nanoTime());
    run(
        command(
            "initdb",
            "--pgdata=" + data,
            "--username=postgres",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C"));
    copy(data, first(data));
    return data;
  }

  /** A copy of a cluster's data folder as it was before its first start. */
  static Path copyOfFirst(Path data) {
    Path copy = data.resolveSibling(data.getFileName() + "-standby-" + System.nanoTime());
    copy(first(data), copy);
    return copy;
  }

  private static Path first(Path data) {
    return data.resolveSibling(data.getFileName() + "-first");
  }

  private static void copy(Path from, Path to) {
    run(List.of("cp", "-a", from.toString(), to.toString()));
  }

  /** Gives a file to the user that PostgreSQL runs as, and to nobody else. */
  static void own(Path path) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      if (ROOT) {
        Files.setOwner(
            path,
            path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unpack() {
    try {
      Path home = Files.createTempDirectory("testing-postgresql");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
      try (InputStream packed = TestingPostgresPrograms.class.getResourceAsStream(ARCHIVE)) {
        if (packed == null) {
          throw new IllegalStateException(ARCHIVE + " is not on the class path");
        }
        untar(packed, home);
      }
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (ROOT) {
        Files.setOwner(
            home,
            home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void untar(InputStream packed, Path home) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-x", "--no-same-owner", "-C", home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream into = tar.getOutputStream();
        var tape = new XZInputStream(packed)) {
      tape.transferTo(into);
    }
    end(tar, () -> "tar");
  }

  private static void run(List<String> command) {
    try {
      Path output = Files.createTempFile(HOME, "output", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      end(process, () -> command + ":\n" + read(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process, Supplier<String> what) {
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end: " + what.get());
      }
      if (process.exitValue() != 0) {
        throw new AssertionError("it ended with " + process.exitValue() + ": " + what.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
