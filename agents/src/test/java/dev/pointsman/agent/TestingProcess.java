package dev.pointsman.agent;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A real server as a process of its own, which ends with the test. */
public final class TestingProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final Thread endWithUs;

  private TestingProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.endWithUs = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithUs);
  }

  /**
   * The path of a program of Debian's. Where it is not installed the test is skipped, and says
   * which package to install; on CI, where the variable {@code CI} is set, it fails.
   */
  public static String program(String name, String debianPackage) {
    Optional<Path> found =
        Stream.concat(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                Stream.of("/usr/sbin", "/usr/local/sbin"))
            .map(folder -> Path.of(folder).resolve(name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      String missing = name + " is not installed: apt-get install " + debianPackage;
      if (System.getenv("CI") != null) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
    return found.orElseThrow().toString();
  }

  /**
   * A loopback port on which nobody listens, below those that the system hands out for outgoing
   * connections: so none of these takes it before a server that is told to has bound it.
   */
  public static int freePort() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port");
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // taken
    }
  }

  /** Starts a program whose output goes to {@code log}, in the folder of the log. */
  public static TestingProcess start(Path log, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Objects.requireNonNull(log.toAbsolutePath().getParent()).toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new TestingProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns once something listens on this loopback port; fails with the log if the program ends.
   */
  public TestingProcess awaitPort(int port) {
    Awaitility.await("port " + port)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("it ended with " + process.exitValue() + ":\n" + log());
              }
              return listens(port);
            });
    return this;
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false; // not yet: asked again until the patience ends
    }
  }

  /** All that it has printed. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it and all that it started in their tracks; their connections stay open. */
  public void pause() {
    signal("STOP");
  }

  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    send(name, process.toHandle());
    process.descendants().forEach(each -> send(name, each));
  }

  private static void send(String signal, ProcessHandle receiver) {
    List<String> kill = List.of("kill", "-" + signal, Long.toString(receiver.pid()));
    try {
      Process sender =
          new ProcessBuilder(kill).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (!sender.waitFor(PATIENCE.toSeconds(), SECONDS)
          || (sender.exitValue() != 0 && receiver.isAlive())) {
        throw new AssertionError(kill + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Asks it to end, so that it can tidy up, and kills what does not.
   *
   * @param signal such as {@code INT}
   */
  public void end(String signal) {
    if (process.isAlive()) {
      send(signal, process.toHandle());
      try {
        process.waitFor(PATIENCE.toSeconds(), SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    close();
  }

  /** Kills it with all that it started, and waits until it is gone. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), SECONDS)) {
        throw new AssertionError("a killed process lives on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(endWithUs);
  }
}
