package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code cache}; null is what is left out.
 *
 * @param mode {@code cluster}, {@code sentinel} or {@code standalone}
 * @param version as written, such as {@code 6.x}
 * @param watch how agents ask it, or null where they do not
 */
public record Cache(
    String type,
    @Nullable String mode,
    @Nullable String version,
    @Nullable Integer nodeCount,
    @Nullable String nodeType,
    @Nullable String maxmemoryPolicy,
    @Nullable Boolean clusterEnabled,
    Persistence persistence,
    @Nullable Watch watch) {

  private static final int DEFAULT_PORT = 6379;
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * How agents ask the nodes.
   *
   * @param name of the cluster, for people
   * @param addresses of some nodes, at least one; the others are learnt from them
   * @param username of an ACL user, or null for Redis' default user
   * @param tls null for connections in the clear
   * @param interval between the beginnings of two rounds
   * @param timeout of a round; not longer than the interval
   */
  public record Watch(
      String name,
      List<HostPort> addresses,
      @Nullable String username,
      @Nullable SecretSource password,
      @Nullable TlsOptions tls,
      Duration interval,
      Duration timeout) {

    public Watch {
      addresses = List.copyOf(addresses);
    }
  }

  /** What is kept on disk. */
  public record Persistence(
      @Nullable Boolean aofEnabled,
      @Nullable Boolean rdbEnabled,
      List<SaveInterval> saveIntervals) {

    public Persistence {
      saveIntervals = List.copyOf(saveIntervals);
    }
  }

  /** A snapshot is taken once {@code changes} were made within {@code time}. */
  public record SaveInterval(Duration time, int changes) {}

  private static final ObjectType NODES =
      ObjectType.of(
          "cache.nodes",
          optional("count", Shapes.POSITIVE_WHOLE, "How many nodes there should be."),
          optional("type", Shapes.TEXT, "What they run on."));

  private static final ObjectType CONFIGURATION =
      ObjectType.of(
          "cache.configuration",
          optional(
              "maxmemory_policy",
              Shapes.oneOf(
                  "noeviction",
                  "allkeys-lru",
                  "allkeys-lfu",
                  "allkeys-random",
                  "volatile-lru",
                  "volatile-lfu",
                  "volatile-random",
                  "volatile-ttl"),
              "What is evicted, in Redis' words."),
          optional("cluster_enabled", Scalars.TRUTH, "Whether it is a cluster."));

  private static final ObjectType SAVE_INTERVAL =
      ObjectType.of(
          "a save interval",
          required("seconds", Shapes.POSITIVE_WHOLE, "Within how many seconds."),
          required("changes", Shapes.POSITIVE_WHOLE, "How many changes."));

  private static final ObjectType PERSISTENCE =
      ObjectType.of(
          "cache.persistence",
          optional("aof_enabled", Scalars.TRUTH, "Whether there is an append-only file."),
          optional("rdb_enabled", Scalars.TRUTH, "Whether there are snapshots."),
          optional("save_intervals", Shapes.objects(SAVE_INTERVAL), "When snapshots are taken."));

  static final Section<Cache> SECTION =
      Section.of(
          "cache",
          "The cache layer.",
          ObjectType.of(
              "cache",
              required("type", Shapes.oneOf("redis"), "The kind of cache."),
              optional("mode", Shapes.oneOf("cluster", "sentinel", "standalone"), "How it runs."),
              optional("version", Scalars.AS_WRITTEN, "Such as 6.x."),
              optional("nodes", Shapes.object(NODES), "How many, and what they run on."),
              optional("configuration", Shapes.object(CONFIGURATION), "Settings of Redis."),
              optional("persistence", Shapes.object(PERSISTENCE), "What is kept on disk."),
              optional("name", Scalars.NAME, "What it is called; default: cache."),
              optional(
                  "collect",
                  Scalars.TRUTH,
                  "Whether pointsman collect asks it (the default) or something else does."),
              optional(
                  "addresses",
                  Shapes.listOf(HostPort.WITH_PORT_OR_NOT),
                  "Some of its nodes; the others are learnt from them. Default port: 6379."),
              optional("username", Shapes.TEXT, "An ACL user; default: Redis' default user."),
              SecretSource.env("password", "password"),
              SecretSource.file("password", "password"),
              optional("tls", Shapes.object(TlsOptions.TYPE), "That TLS is used, and how."),
              optional("interval", Scalars.SECONDS, "Between two rounds; default 10 (seconds)."),
              optional("timeout", Scalars.SECONDS, "Of a round; default 5 (seconds).")),
          Cache::read);

  private static @Nullable Cache read(Block block) {
    Block nodes = block.block("nodes");
    Block configuration = block.block("configuration");
    Persistence persistence = persistence(block.block("persistence"));
    Watch watch = watch(block);
    return block.sound()
        ? new Cache(
            Objects.requireNonNull(block.text("type")),
            block.text("mode"),
            block.text("version"),
            nodes.whole("count"),
            nodes.text("type"),
            configuration.text("maxmemory_policy"),
            configuration.truth("cluster_enabled"),
            persistence,
            watch)
        : null;
  }

  private static @Nullable Watch watch(Block block) {
    Duration interval = block.seconds("interval", DEFAULT_INTERVAL);
    Duration timeout = block.seconds("timeout", Timing.atMost(interval, DEFAULT_TIMEOUT));
    block.requireTimeoutWithin(interval, timeout);
    AgentKind reader = block.truth("collect", true) ? AgentKind.COLLECT : null;
    SecretSource password = SecretSource.read(block, "password", reader);
    if (block.has("username") && !block.has("password_env") && !block.has("password_file")) {
      block.problem("username", "a username needs password_env or password_file beside it");
    }
    Block tls = block.block("tls");
    TlsOptions tlsOptions = TlsOptions.read(tls, reader);
    if (reader == null) {
      return null;
    }
    if (!block.has("addresses")) {
      block.missing(AgentKind.COLLECT, "the addresses of the cache, or collect: no");
      return null;
    }
    if ("sentinel".equals(block.text("mode"))) {
      block.notice(
          "mode",
          "each of the addresses is asked as a node of its own; sentinels, and whom they hold for"
              + " the master, are not asked");
    }
    return new Watch(
        block.text("name", "cache"),
        block.texts("addresses").stream().map(each -> HostPort.parse(each, DEFAULT_PORT)).toList(),
        block.text("username"),
        password,
        tls.present() ? tlsOptions : null,
        interval,
        Timing.atMost(interval, timeout));
  }

  private static Persistence persistence(Block block) {
    List<SaveInterval> intervals =
        block.blocks("save_intervals").stream()
            .map(
                each ->
                    new SaveInterval(
                        Duration.ofSeconds(each.whole("seconds", 1)), each.whole("changes", 1)))
            .toList();
    return new Persistence(block.truth("aof_enabled"), block.truth("rdb_enabled"), intervals);
  }
}
