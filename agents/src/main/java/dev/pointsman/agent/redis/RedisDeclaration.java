package dev.pointsman.agent.redis;

import dev.pointsman.config.Cache;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis Cluster is declared to be; what is null or empty is not held against it.
 *
 * @param mode {@code cluster}, {@code sentinel} or {@code standalone}
 * @param nodes how many it has
 * @param version as the nodes say it, where {@code x} stands for any number: {@code 6.x}
 * @param maxmemoryPolicy such as {@code volatile-lru}
 * @param saveIntervals when a snapshot (RDB) is due; empty where none are made
 */
public record RedisDeclaration(
    @Nullable String mode,
    @Nullable Integer nodes,
    @Nullable String version,
    @Nullable String maxmemoryPolicy,
    @Nullable Boolean clusterEnabled,
    @Nullable Boolean aofEnabled,
    List<SaveInterval> saveIntervals) {

  public static final RedisDeclaration NONE =
      new RedisDeclaration(null, null, null, null, null, null, List.of());

  public RedisDeclaration {
    saveIntervals = List.copyOf(saveIntervals);
  }

  /** Whether the nodes are to form a cluster. */
  boolean isCluster() {
    return "cluster".equals(mode) || Boolean.TRUE.equals(clusterEnabled);
  }

  /** What the section {@code cache} says. */
  static RedisDeclaration of(Cache cache) {
    Cache.Persistence persistence = cache.persistence();
    boolean snapshots = !Boolean.FALSE.equals(persistence.rdbEnabled());
    return new RedisDeclaration(
        cache.mode(),
        cache.nodeCount(),
        cache.version(),
        cache.maxmemoryPolicy(),
        cache.clusterEnabled(),
        persistence.aofEnabled(),
        snapshots
            ? persistence.saveIntervals().stream()
                .map(each -> new SaveInterval(each.time(), each.changes()))
                .toList()
            : List.of());
  }

  /** A snapshot is due once this many changes are not in one, and the last is this old. */
  public record SaveInterval(Duration age, long changes) {}
}
