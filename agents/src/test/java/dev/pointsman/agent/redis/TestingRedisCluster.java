package dev.pointsman.agent.redis;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/**
 * A real Redis Cluster of six as the reference configuration has it: three masters, each with a
 * replica.
 */
final class TestingRedisCluster implements AutoCloseable {

  static final Map<String, String> SETTINGS =
      Map.of(
          "appendonly", "yes",
          "save", "900 1 300 10",
          "maxmemory", "64mb",
          "maxmemory-policy", "volatile-lru");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final List<TestingRedis> nodes = new ArrayList<>();

  static TestingRedisCluster start(Path folder) {
    var cluster = new TestingRedisCluster();
    try {
      for (int i = 0; i < 6; i++) {
        cluster.nodes.add(TestingRedis.start(folder, SETTINGS));
      }
      cluster.join();
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private void join() {
    TestingRedis first = nodes.get(0);
    for (int i = 1; i < 6; i++) {
      try (Jedis client = nodes.get(i).client()) {
        client.getConnection().executeCommand(meet(first));
      }
    }
    await("all to know all", node -> info(node, "cluster_known_nodes").equals("6"));
    var ids = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      try (Jedis client = nodes.get(i).client()) {
        client.clusterAddSlotsRange(i * 5462, Math.min(16383, i * 5462 + 5461));
        ids.add(client.clusterMyId());
      }
    }
    for (int i = 3; i < 6; i++) {
      int master = i - 3;
      try (Jedis client = nodes.get(i).client()) {
        Awaitility.await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> client.clusterReplicate(ids.get(master)).equals("OK"));
      }
    }
    await("a sound cluster", node -> info(node, "cluster_state").equals("ok"));
    for (int i = 3; i < 6; i++) {
      TestingRedis replica = nodes.get(i);
      Awaitility.await("replication")
          .atMost(PATIENCE)
          .until(() -> info(replica, "replication", "master_link_status").equals("up"));
    }
  }

  private static CommandArguments meet(TestingRedis other) {
    return new CommandArguments(Protocol.Command.CLUSTER)
        .add("MEET")
        .add("127.0.0.1")
        .add(other.port)
        .add(other.busPort);
  }

  private void await(String what, Predicate<TestingRedis> ready) {
    Awaitility.await(what).atMost(PATIENCE).until(() -> nodes.stream().allMatch(ready));
  }

  private static String info(TestingRedis node, String field) {
    try (Jedis client = node.client()) {
      return String.valueOf(RedisInfo.parse(client.clusterInfo()).text(field));
    }
  }

  private static String info(TestingRedis node, String section, String field) {
    try (Jedis client = node.client()) {
      return String.valueOf(RedisInfo.parse(client.info(section)).text(field));
    }
  }

  /** The addresses of all nodes, not resolved. */
  List<InetSocketAddress> addresses() {
    return nodes.stream().map(TestingRedis::address).toList();
  }

  @Override
  public void close() {
    nodes.forEach(TestingRedis::close);
  }
}
