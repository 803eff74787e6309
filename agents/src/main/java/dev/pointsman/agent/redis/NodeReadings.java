package dev.pointsman.agent.redis;

import dev.pointsman.agent.collect.Observation;
import dev.pointsman.agent.redis.RedisDeclaration.SaveInterval;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one node's answer says, as metrics: under the names and with the meaning that redis_exporter
 * gives them where it has them, so that rules and dashboards fit both.
 *
 * @see <a href="https://github.com/oliver006/redis_exporter">redis_exporter</a>
 */
final class NodeReadings {

  private static final int ALL_SLOTS = 16384;

  private final RedisDeclaration declared;

  NodeReadings(RedisDeclaration declared) {
    this.declared = declared;
  }

  /**
   * Tells all that the answer says of the node itself and of its view of the cluster.
   *
   * @param setting gives the observation one more label, {@code setting}
   */
  void tell(NodeAnswer answer, Observation node, Setting setting) {
    node.tell("redis_up", true);
    RedisInfo info = answer.info();
    node.tell("redis_node_is_master", info.is("role", "master"));
    node.tell("redis_cluster_enabled", answer.inClusterMode());
    memory(info, node);
    persistence(answer, node);
    masterLink(info, node);
    settings(answer, setting);
    if (answer.inClusterMode()) {
      cluster(answer.cluster(), node);
      view(answer.view(), node);
    } else if (declared.isCluster() && info.text("cluster_enabled") != null) {
      node.tell("redis_cluster_state", false);
      missing(/* members= */ 1, node); // it knows of itself alone
    }
  }

  /** The observation of one setting of the node. */
  interface Setting {
    Observation of(String name);
  }

  private static void memory(RedisInfo info, Observation node) {
    info.number("used_memory").ifPresent(used -> node.tell("redis_memory_used_bytes", used));
    double max = info.number("maxmemory").orElse(0); // 0 is no limit
    node.tell("redis_memory_max_bytes", max);
    if (max > 0) {
      info.number("used_memory")
          .ifPresent(used -> node.tell("redis_memory_used_ratio", used / max));
    }
  }

  private void persistence(NodeAnswer answer, Observation node) {
    RedisInfo info = answer.info();
    number(info, "rdb_changes_since_last_save", node, "redis_rdb_changes_since_last_save");
    number(info, "rdb_last_save_time", node, "redis_rdb_last_save_timestamp_seconds");
    status(info, "rdb_last_bgsave_status", node, "redis_rdb_last_bgsave_status");
    number(info, "aof_enabled", node, "redis_aof_enabled");
    status(info, "aof_last_write_status", node, "redis_aof_last_write_status");
    status(info, "aof_last_bgrewrite_status", node, "redis_aof_last_bgrewrite_status");
    // The node's own clock tells how old a time of its own is; Redis before 6 does not show it.
    double now =
        info.number("server_time_usec").orElse(answer.at().toEpochMilli() * 1000.0) / 1_000_000;
    info.number("rdb_last_save_time")
        .ifPresent(
            saved -> {
              double age = Math.max(0, now - saved);
              node.tell("redis_rdb_last_save_age_seconds", age);
              if (!declared.saveIntervals().isEmpty()) {
                node.tell("redis_rdb_save_overdue_seconds", overdue(info, age));
              }
            });
  }

  /** How long ago the snapshot should have begun, by the interval that is broken the longest. */
  private double overdue(RedisInfo info, double age) {
    double changes = info.number("rdb_changes_since_last_save").orElse(0);
    double overdue = 0;
    for (SaveInterval interval : declared.saveIntervals()) {
      if (changes >= interval.changes()) {
        overdue = Math.max(overdue, age - interval.age().toMillis() / 1000.0);
      }
    }
    return overdue;
  }

  private static void masterLink(RedisInfo info, Observation node) {
    if (!info.is("role", "slave")) {
      return;
    }
    node.tell("redis_master_link_up", info.is("master_link_status", "up"));
    // -1 says that the link is down.
    info.number("master_last_io_seconds_ago")
        .ifPresent(
            ago -> {
              if (ago >= 0) {
                node.tell("redis_master_last_io_seconds_ago", ago);
              }
            });
    node.tell(
        "redis_master_link_down_seconds",
        Math.max(0, info.number("master_link_down_since_seconds").orElse(0)));
  }

  private void settings(NodeAnswer answer, Setting setting) {
    RedisInfo info = answer.info();
    boolean cluster = "cluster".equals(declared.mode());
    // Of sentinels a node says nothing.
    if (info.text("cluster_enabled") != null && (cluster || "standalone".equals(declared.mode()))) {
      setting.of("mode").tell("redis_setting_as_declared", cluster == answer.inClusterMode());
    }
    String policy = info.text("maxmemory_policy");
    if (declared.maxmemoryPolicy() != null && policy != null) {
      setting
          .of("maxmemory_policy")
          .tell("redis_setting_as_declared", policy.equals(declared.maxmemoryPolicy()));
    }
    String version = info.text("redis_version");
    if (declared.version() != null && version != null) {
      setting
          .of("version")
          .tell("redis_setting_as_declared", isVersion(declared.version(), version));
    }
    declaredSwitch("cluster_enabled", declared.clusterEnabled(), info, setting);
    declaredSwitch("aof_enabled", declared.aofEnabled(), info, setting);
  }

  private static void declaredSwitch(
      String name, @Nullable Boolean expected, RedisInfo info, Setting setting) {
    if (expected != null && info.text(name) != null) {
      setting.of(name).tell("redis_setting_as_declared", info.is(name, expected ? "1" : "0"));
    }
  }

  /** Whether the parts that are declared are the same; {@code x} is any: 6.x is 6 and 6.2.14. */
  static boolean isVersion(String declared, String actual) {
    String[] expected = declared.split("\\.");
    String[] found = actual.split("\\.");
    for (int i = 0; i < expected.length; i++) {
      boolean any = expected[i].equalsIgnoreCase("x");
      if (!any && (i >= found.length || !expected[i].equals(found[i]))) {
        return false;
      }
    }
    return true;
  }

  private static void cluster(RedisInfo cluster, Observation node) {
    node.tell("redis_cluster_state", cluster.is("cluster_state", "ok"));
    for (String field :
        List.of(
            "cluster_slots_assigned",
            "cluster_slots_ok",
            "cluster_slots_pfail",
            "cluster_slots_fail",
            "cluster_known_nodes",
            "cluster_size",
            "cluster_current_epoch")) {
      number(cluster, field, node, "redis_" + field);
    }
    cluster
        .number("cluster_slots_ok")
        .ifPresent(ok -> node.tell("redis_cluster_slots_not_ok", ALL_SLOTS - ok));
  }

  private void view(List<ClusterNode> view, Observation node) {
    node.tell("redis_cluster_nodes_failed", count(view, ClusterNode::isFailed));
    node.tell("redis_cluster_nodes_suspected", count(view, ClusterNode::isSuspected));
    Set<String> withReplica = new HashSet<>();
    for (ClusterNode each : view) {
      if (each.master() != null && each.isMember()) {
        withReplica.add(each.master());
      }
    }
    node.tell(
        "redis_cluster_masters_without_replica",
        count(
            view, each -> each.isMaster() && each.slots() > 0 && !withReplica.contains(each.id())));
    missing(count(view, ClusterNode::isMember), node);
  }

  private void missing(double members, Observation node) {
    if (declared.nodes() != null) {
      node.tell("redis_cluster_nodes_missing", Math.max(0, declared.nodes() - members));
    }
  }

  private static double count(List<ClusterNode> view, Predicate<ClusterNode> which) {
    return view.stream().filter(which).count();
  }

  private static void number(RedisInfo info, String field, Observation node, String metric) {
    info.number(field).ifPresent(value -> node.tell(metric, value));
  }

  private static void status(RedisInfo info, String field, Observation node, String metric) {
    if (info.text(field) != null) {
      node.tell(metric, info.is(field, "ok"));
    }
  }
}
