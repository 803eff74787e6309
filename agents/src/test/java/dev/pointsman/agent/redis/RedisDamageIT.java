package dev.pointsman.agent.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.TestingProcess;
import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.redis.RedisDeclaration.SaveInterval;
import dev.pointsman.connector.http.Secret;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Real Redis servers that are broken for good. */
class RedisDamageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final TestingSink sink = new TestingSink();

  @Test
  void aKilledMasterIsReplacedByItsReplicaAndIsMissing() {
    try (var cluster = TestingRedisCluster.start(folder);
        var collector = collector(cluster.addresses(), declaration(6), Clock.systemUTC())) {
      TestingRedis master = cluster.nodes.get(0);
      TestingRedis replica = cluster.nodes.get(3);
      await(
          collector,
          () -> {
            assertThat(sink.last("redis_node_is_master", "node", master.node())).hasValue(1);
            assertThat(sink.last("redis_node_is_master", "node", replica.node())).hasValue(0);
          });
      double epoch = sink.last("redis_cluster_current_epoch").orElseThrow();

      master.close();

      await(
          collector,
          () -> {
            assertThat(sink.last("redis_up", "node", master.node())).hasValue(0);
            assertThat(sink.last("redis_node_is_master", "node", replica.node())).hasValue(1);
            assertThat(sink.values("redis_cluster_nodes_missing")).containsOnly(1.0).hasSize(5);
            assertThat(sink.values("redis_cluster_state")).containsOnly(1.0).hasSize(5);
            assertThat(sink.last("redis_cluster_masters_without_replica")).hasValue(1);
            assertThat(sink.last("redis_node_suspected_by", "node", master.node())).hasValue(5);
            assertThat(sink.last("redis_cluster_current_epoch").orElseThrow()).isGreaterThan(epoch);
          });
    }
  }

  @Test
  void aNodeGoesByItsOwnNameAlsoWhereItsSeedWasDownAtFirst() throws Exception {
    try (var cluster = TestingRedisCluster.start(folder)) {
      TestingRedis down = cluster.nodes.get(5);
      // By a name: the node calls itself by its address.
      var seed = InetSocketAddress.createUnresolved("localhost", down.port);
      var seeds = List.of(seed, cluster.nodes.get(0).address());
      down.pause();
      try (var collector = collector(seeds, declaration(6), Clock.systemUTC())) {
        collector.collect(sink);
        assertThat(sink.last("redis_seed_up", "seed", "localhost:" + down.port)).hasValue(0);
        assertThat(sink.values("redis_up", "node", down.node())).containsExactly(0.0);
        assertThat(sink.of("redis_up")).hasSize(6);
        down.resume();
        await(
            collector,
            () -> {
              assertThat(sink.last("redis_seed_up", "seed", "localhost:" + down.port)).hasValue(1);
              assertThat(sink.values("redis_up", "node", down.node())).containsExactly(1.0);
              assertThat(sink.of("redis_up")).hasSize(6);
            });
      }
    }
  }

  @Test
  void slotsThatNobodyServesAreCounted() {
    try (var node = alone(Map.of(), List.of());
        var collector = collector(List.of(node.address()), declaration(1), Clock.systemUTC());
        Jedis client = node.client()) {
      client.clusterDelSlots(1, 2, 3);
      await(
          collector,
          () -> {
            assertThat(sink.last("redis_cluster_slots_not_ok")).hasValue(3);
            assertThat(sink.last("redis_cluster_slots_ok")).hasValue(16381);
            assertThat(sink.last("redis_cluster_state")).hasValue(0);
          });
    }
  }

  @Test
  void anAppendOnlyFileAndASnapshotThatCannotBeWrittenAreTold() {
    // No file may become larger than 64 KiB, as on a disk that is full.
    List<String> smallFiles = List.of("bash", "-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "-");
    try (var node = alone(Map.of("appendonly", "yes", "rdbcompression", "no"), smallFiles);
        var collector = collector(List.of(node.address()), declaration(1), Clock.systemUTC());
        Jedis client = node.client()) {
      await(
          collector,
          () -> {
            assertThat(sink.last("redis_aof_last_write_status")).hasValue(1);
            assertThat(sink.last("redis_rdb_last_bgsave_status")).hasValue(1);
          });
      client.set("large", "x".repeat(200_000));
      assertThat(client.bgsave()).contains("started");
      await(
          collector,
          () -> {
            assertThat(sink.last("redis_aof_last_write_status")).hasValue(0);
            assertThat(sink.last("redis_rdb_last_bgsave_status")).hasValue(0);
          });
    }
  }

  @Test
  void aSnapshotThatIsDueAndNotMadeIsOverdue() throws Exception {
    var declared =
        new RedisDeclaration(
            null, 1, null, null, null, null, List.of(new SaveInterval(Duration.ofMillis(10), 2)));
    try (var node = alone(Map.of(), List.of());
        var collector = collector(List.of(node.address()), declared, Clock.systemUTC());
        Jedis client = node.client()) {
      client.set("one", "change");
      collector.collect(sink);
      assertThat(sink.last("redis_rdb_save_overdue_seconds")).hasValue(0);

      client.set("two", "changes");
      await(
          collector,
          () -> assertThat(sink.last("redis_rdb_save_overdue_seconds").orElseThrow()).isPositive());
    }
  }

  @Test
  void theNodesOwnClockTellsHowOldItsSnapshotIs() throws Exception {
    Clock behind = Clock.fixed(Instant.EPOCH.plusSeconds(1_000_000_000), ZoneOffset.UTC);
    try (var node = alone(Map.of(), List.of());
        var collector = collector(List.of(node.address()), declaration(1), behind)) {
      collector.collect(sink);
      assertThat(sink.last("redis_rdb_last_save_age_seconds").orElseThrow()).isLessThan(300);
      assertThat(sink.readings())
          .allSatisfy(each -> assertThat(each.timestamp()).isEqualTo(behind.millis()));
    }
  }

  @Test
  void withoutAnyNodeARoundFails() {
    int nobody = TestingProcess.freePort();
    var address = InetSocketAddress.createUnresolved("127.0.0.1", nobody);
    try (var collector = collector(List.of(address), declaration(6), Clock.systemUTC())) {
      assertThatThrownBy(() -> collector.collect(sink))
          .hasMessage("no node answered; 127.0.0.1:" + nobody + ": Connection refused");
    }
    assertThat(sink.last("redis_seed_up", "seed", "127.0.0.1:" + nobody)).hasValue(0);
    assertThat(sink.of("redis_up")).as("nobody said what the node is called").isEmpty();
  }

  /** A cluster of one, with all slots. */
  private TestingRedis alone(Map<String, String> settings, List<String> under) {
    TestingRedis node = TestingRedis.start(folder, settings, under);
    try (Jedis client = node.client()) {
      client.clusterAddSlotsRange(0, 16383);
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptionsMatching(e -> e instanceof JedisDataException)
          .until(() -> client.set("a", "b").equals("OK"));
      client.flushAll();
    }
    return node;
  }

  private void await(RedisClusterCollector collector, Runnable expected) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              sink.forget();
              collector.collect(sink);
              expected.run();
            });
  }

  static RedisDeclaration declaration(int nodes) {
    return new RedisDeclaration(null, nodes, null, null, null, null, List.of());
  }

  static RedisClusterCollector collector(
      List<InetSocketAddress> addresses, RedisDeclaration declared, Clock clock) {
    var access = new RedisAccess(TestingRedis.USER, () -> Secret.of(TestingRedis.PASSWORD), null);
    var settings =
        new RedisClusterSettings(
            "alone", addresses, access, declared, Duration.ofSeconds(30), Duration.ofSeconds(5));
    return new RedisClusterCollector(settings, "us-east-1", new CollectorRegistry(), clock);
  }
}
