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
 */
public record Cache(
    String type,
    @Nullable String mode,
    @Nullable String version,
    @Nullable Integer nodeCount,
    @Nullable String nodeType,
    @Nullable String maxmemoryPolicy,
    @Nullable Boolean clusterEnabled,
    Persistence persistence) {

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
              optional("persistence", Shapes.object(PERSISTENCE), "What is kept on disk.")),
          Cache::read);

  private static @Nullable Cache read(Block block) {
    Block nodes = block.block("nodes");
    Block configuration = block.block("configuration");
    Persistence persistence = persistence(block.block("persistence"));
    return block.sound()
        ? new Cache(
            Objects.requireNonNull(block.text("type")),
            block.text("mode"),
            block.text("version"),
            nodes.whole("count"),
            nodes.text("type"),
            configuration.text("maxmemory_policy"),
            configuration.truth("cluster_enabled"),
            persistence)
        : null;
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
