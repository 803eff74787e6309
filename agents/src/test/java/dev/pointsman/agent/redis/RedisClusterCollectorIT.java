package dev.pointsman.agent.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.redis.RedisDeclaration.SaveInterval;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.event.Reading;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A Redis Cluster of six that stays whole, or becomes so again. */
class RedisClusterCollectorIT {

  /** The reference configuration's cache section. */
  private static final RedisDeclaration REFERENCE =
      new RedisDeclaration(
          null,
          6,
          "6.x",
          "volatile-lru",
          true,
          true,
          List.of(
              new SaveInterval(Duration.ofMinutes(15), 1),
              new SaveInterval(Duration.ofMinutes(5), 10)));

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static TestingRedisCluster cluster;

  private final CollectorRegistry registry = new CollectorRegistry();
  private final TestingSink sink = new TestingSink();

  @BeforeAll
  static void start() {
    cluster = TestingRedisCluster.start(folder);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void allNodesAreFoundThroughOneAndEachIsAskedItself() throws Exception {
    try (var collector = collector(List.of(cluster.nodes.get(0).address()))) {
      collector.collect(sink);
    }

    for (TestingRedis node : cluster.nodes) {
      assertThat(last("redis_up", node)).hasValue(1);
      assertThat(last("redis_cluster_state", node)).hasValue(1);
      assertThat(last("redis_cluster_slots_not_ok", node)).hasValue(0);
      assertThat(last("redis_cluster_slots_assigned", node)).hasValue(16384);
      assertThat(last("redis_cluster_known_nodes", node)).hasValue(6);
      assertThat(last("redis_cluster_size", node)).hasValue(3);
      assertThat(last("redis_cluster_nodes_missing", node)).hasValue(0);
      assertThat(last("redis_cluster_masters_without_replica", node)).hasValue(0);
      assertThat(last("redis_node_suspected_by", node)).hasValue(0);
      assertThat(last("redis_memory_max_bytes", node)).hasValue(64 << 20);
      assertThat(last("redis_memory_used_ratio", node).orElseThrow()).isBetween(0.001, 1.0);
      assertThat(last("redis_rdb_last_bgsave_status", node)).hasValue(1);
      assertThat(last("redis_rdb_save_overdue_seconds", node)).hasValue(0);
      assertThat(last("redis_aof_enabled", node)).hasValue(1);
      assertThat(last("redis_aof_last_write_status", node)).hasValue(1);
    }
    assertThat(sink.values("redis_node_is_master")).containsOnly(0.0, 1.0);
    assertThat(
            registry.getSampleValue(
                "pointsman_agent_redis_asked_total",
                new String[] {"cluster", "outcome"},
                new String[] {"sessions", "answered"}))
        .isEqualTo(6);
  }

  @Test
  void aSettingThatIsNotAsDeclaredIsTold() throws Exception {
    TestingRedis node = cluster.nodes.get(0);
    try (var collector = collector(List.of(node.address()))) {
      collector.collect(sink);
    }

    assertThat(setting(node, "maxmemory_policy")).hasValue(1);
    assertThat(setting(node, "cluster_enabled")).hasValue(1);
    assertThat(setting(node, "aof_enabled")).hasValue(1);
    assertThat(setting(node, "version")).as("7 runs, 6.x is declared").hasValue(0);
  }

  @Test
  void replicasAreHeldAgainstTheirMasters() throws Exception {
    try (var collector = collector(cluster.addresses())) {
      collector.collect(sink);
    }

    List<Reading> lags = sink.of("redis_replica_lag_bytes");
    assertThat(lags).hasSize(3).allSatisfy(each -> assertThat(each.value()).isLessThan(10_000));
    assertThat(sink.values("redis_master_link_up")).containsExactly(1.0, 1.0, 1.0);
    assertThat(sink.values("redis_master_last_io_seconds_ago")).hasSize(3);
    assertThat(sink.values("redis_master_link_down_seconds")).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void aPausedReplicaFallsBehindAndDelaysNoOther() throws Exception {
    TestingRedis replica = cluster.nodes.get(3);
    try (var collector = collector(cluster.addresses());
        Jedis master = cluster.nodes.get(0).client()) {
      collector.collect(sink);
      replica.pause();
      try {
        // A key whose slot is in the first third.
        master.set("bar", "x".repeat(100_000));
        sink.forget();
        collector.collect(sink);

        assertThat(last("redis_up", replica)).hasValue(0);
        assertThat(sink.of("redis_up").stream().filter(each -> each.value() == 1)).hasSize(5);
        assertThat(last("redis_replica_lag_bytes", replica).orElseThrow()).isGreaterThan(100_000);
        assertThat(sink.of("redis_up").get(5).labels().get("node"))
            .as("told last, when its time was over")
            .isEqualTo(replica.node());
        // Told once the others have agreed that it does not answer.
        Awaitility.await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  sink.forget();
                  collector.collect(sink);
                  assertThat(last("redis_node_suspected_by", replica).orElseThrow())
                      .isGreaterThan(1);
                  assertThat(last("redis_cluster_nodes_missing", cluster.nodes.get(0))).hasValue(1);
                  assertThat(last("redis_cluster_masters_without_replica", cluster.nodes.get(0)))
                      .hasValue(1);
                });
      } finally {
        replica.resume();
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                sink.forget();
                collector.collect(sink);
                assertThat(last("redis_node_suspected_by", replica)).hasValue(0);
                assertThat(last("redis_replica_lag_bytes", replica).orElseThrow())
                    .isLessThan(10_000);
                assertThat(sink.values("redis_cluster_nodes_missing")).containsOnly(0.0);
              });
    }
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() {
    var access = new RedisAccess(TestingRedis.USER, () -> Secret.of("wr0ng-passw0rd"), null);
    try (var collector = collector(cluster.addresses(), access)) {
      assertThatThrownBy(() -> collector.collect(sink))
          .hasMessageContaining("no node answered")
          .hasMessageContaining("WRONGPASS")
          .hasMessageNotContaining("wr0ng-passw0rd");
    }
    assertThat(sink.values("redis_seed_up")).containsOnly(0.0).hasSize(6);
    assertThat(sink.of("redis_up")).as("nobody said what the nodes are called").isEmpty();
    assertThat(
            registry.getSampleValue(
                "pointsman_agent_redis_asked_total",
                new String[] {"cluster", "outcome"},
                new String[] {"sessions", "denied"}))
        .isEqualTo(6);
  }

  @Test
  void aPasswordThatChangesIsTakenUp() throws Exception {
    var passwords = List.of("wr0ng-passw0rd", TestingRedis.PASSWORD).iterator();
    var access = new RedisAccess(TestingRedis.USER, () -> Secret.of(passwords.next()), null);
    try (var collector = collector(cluster.addresses(), access)) {
      assertThatThrownBy(() -> collector.collect(sink)).hasMessageContaining("WRONGPASS");
      sink.forget();
      collector.collect(sink);
    }
    assertThat(sink.values("redis_up")).containsOnly(1.0).hasSize(6);
  }

  @Test
  void theRightsInTheDocumentationAllowNothingElse() {
    try (Jedis client = cluster.nodes.get(0).client()) {
      client.auth(TestingRedis.USER, TestingRedis.PASSWORD);
      assertThatThrownBy(() -> client.configGet("requirepass")).hasMessageContaining("NOPERM");
      assertThatThrownBy(() -> client.get("key")).hasMessageContaining("NOPERM");
      assertThatThrownBy(client::clusterFailover).hasMessageContaining("NOPERM");
    }
  }

  @Test
  void anAddressThatTakesConnectionsAndSaysNothingDelaysNoNode() throws Exception {
    try (var silent = new ServerSocket(0);
        var collector =
            collector(
                List.of(
                    InetSocketAddress.createUnresolved("127.0.0.1", silent.getLocalPort()),
                    cluster.nodes.get(5).address()))) {
      collector.collect(sink);

      assertThat(sink.values("redis_up")).containsOnly(1.0).hasSize(6);
      List<Reading> hanging =
          sink.of("redis_seed_up", "seed", "127.0.0.1:" + silent.getLocalPort());
      assertThat(hanging).hasSize(1);
      assertThat(hanging.get(0).value()).isZero();
      List<Reading> up = sink.of("redis_up");
      assertThat(sink.readings().subList(0, sink.readings().indexOf(hanging.get(0))))
          .as("told when its time was over, and delays no other")
          .containsAll(up);
      assertThat(sink.values("redis_seed_up", "seed", cluster.nodes.get(5).node()))
          .containsExactly(1.0);
    }
  }

  private RedisClusterCollector collector(List<InetSocketAddress> addresses) {
    return collector(
        addresses,
        new RedisAccess(TestingRedis.USER, () -> Secret.of(TestingRedis.PASSWORD), null));
  }

  private RedisClusterCollector collector(List<InetSocketAddress> addresses, RedisAccess access) {
    var settings =
        new RedisClusterSettings(
            "sessions",
            addresses,
            access,
            REFERENCE,
            Duration.ofSeconds(30),
            Duration.ofSeconds(4));
    return new RedisClusterCollector(settings, "us-east-1", registry, Clock.systemUTC());
  }

  private OptionalDouble last(String metric, TestingRedis node) {
    return sink.last(metric, "cluster", "sessions", "node", node.node(), "observer", "us-east-1");
  }

  private OptionalDouble setting(TestingRedis node, String setting) {
    return sink.last("redis_setting_as_declared", "node", node.node(), "setting", setting);
  }
}
