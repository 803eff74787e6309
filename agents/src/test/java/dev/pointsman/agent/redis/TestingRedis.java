package dev.pointsman.agent.redis;

import dev.pointsman.agent.TestingProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/** A real Redis server in cluster mode, on loopback. */
final class TestingRedis implements AutoCloseable {

  /** The rights that the documentation asks for, and no others. */
  static final String RIGHTS = "-@all +info +cluster|info +cluster|nodes";

  static final String USER = "pointsman";
  static final String PASSWORD = "s3cret-of-the-agent";

  final int port;
  final int busPort;
  private final TestingProcess process;

  private TestingRedis(int port, int busPort, TestingProcess process) {
    this.port = port;
    this.busPort = busPort;
    this.process = process;
  }

  static TestingRedis start(Path folder, Map<String, String> settings) {
    return start(folder, settings, List.of());
  }

  /** Starts a server under a program that prepares its surroundings, such as a shell. */
  static TestingRedis start(Path folder, Map<String, String> settings, List<String> under) {
    String server = TestingProcess.program("redis-server", "redis-server");
    int port = TestingProcess.freePort();
    int busPort = TestingProcess.freePort();
    while (busPort == port) {
      busPort = TestingProcess.freePort();
    }
    Path home = folder.resolve("redis-" + port);
    var lines = new ArrayList<String>();
    lines.add("bind 127.0.0.1");
    boolean tls = settings.containsKey("tls-cert-file");
    lines.add("port " + (tls ? 0 : port));
    lines.add("tls-port " + (tls ? port : 0));
    lines.add("cluster-enabled yes");
    lines.add("cluster-port " + busPort);
    lines.add("cluster-node-timeout 3000");
    lines.add("repl-diskless-sync-delay 0");
    lines.add("user " + USER + " on >" + PASSWORD + ' ' + RIGHTS);
    settings.forEach((name, value) -> lines.add(name + ' ' + value));
    try {
      Files.createDirectories(home);
      Files.write(home.resolve("redis.conf"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command = new ArrayList<>(under);
    command.addAll(List.of(server, "redis.conf"));
    var process = TestingProcess.start(home.resolve("log"), command).awaitPort(port);
    return new TestingRedis(port, busPort, process);
  }

  InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("127.0.0.1", port);
  }

  /** As the nodes of a cluster name it. */
  String node() {
    return "127.0.0.1:" + port;
  }

  /** A client with all rights. */
  Jedis client() {
    return new Jedis("127.0.0.1", port, 20_000);
  }

  void pause() {
    process.pause();
  }

  void resume() {
    process.resume();
  }

  String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
  }
}
