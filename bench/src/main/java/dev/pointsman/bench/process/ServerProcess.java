package dev.pointsman.bench.process;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server as people start it, in a process of its own. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final long STOP_LIMIT_SECONDS = 10;
  private static final long LOOK_EVERY_MILLIS = 20;

  private final Process process;
  private final Path log;
  private final Thread endWithUs;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.endWithUs = new Thread(process::destroyForcibly, "stop " + log.getFileName());
    Runtime.getRuntime().addShutdownHook(endWithUs);
  }

  /**
   * The path of a program of Debian's.
   *
   * @throws IOException saying what to install where it is not there
   */
  public static String program(String name) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException(name + " is not installed: apt-get install " + name))
        .toString();
  }

  /**
   * Starts it; all that it prints goes to a file.
   *
   * @param folder where it is started
   * @param name of that file
   */
  public static ServerProcess start(Path folder, String name, List<String> command)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    return new ServerProcess(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start(),
        log);
  }

  /**
   * Returns when something listens on this loopback port.
   *
   * @throws IOException if it ends before, or nothing listens within a minute
   */
  public ServerProcess awaitPort(int port) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("it does not start; why is in " + log);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return this;
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false; // not yet: asked again until the limit
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(endWithUs);
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
