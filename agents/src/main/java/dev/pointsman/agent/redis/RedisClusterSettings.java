package dev.pointsman.agent.redis;

import dev.pointsman.config.Cache;
import dev.pointsman.config.SecretSource;
import dev.pointsman.config.TlsOptions;
import dev.pointsman.connector.http.Secret;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis Cluster is asked, how, and what it is declared to be.
 *
 * @param cluster what people call it; the label {@code cluster}
 * @param addresses of some of its nodes, not resolved; the others are learnt from them
 * @param interval from the start of one round to the start of the next
 * @param timeout of a whole round; a node that has not answered shortly before it counts as down
 */
public record RedisClusterSettings(
    String cluster,
    List<InetSocketAddress> addresses,
    RedisAccess access,
    RedisDeclaration declared,
    Duration interval,
    Duration timeout) {

  /** As many as Redis recommends at most. */
  private static final int MOST_NODES = 1000;

  /** Nodes that failed are known until Redis is told to forget them. */
  private static final int TIMES_DECLARED = 4;

  public RedisClusterSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a Redis Cluster needs at least one address");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException("a timeout must be above 0 and at most the interval");
    }
  }

  /** How many nodes are asked, whatever the nodes say. */
  int mostNodes() {
    Integer count = declared.nodes();
    long most = count == null ? MOST_NODES : (long) TIMES_DECLARED * count;
    return (int) Math.min(MOST_NODES, Math.max(most, addresses.size()));
  }

  /**
   * What a configuration says; null where it leaves the cache to others.
   *
   * @param secrets how what the configuration names is found
   * @throws IllegalArgumentException if a file for TLS cannot be used, naming it
   */
  public static @Nullable RedisClusterSettings of(
      Cache cache, Function<SecretSource, Supplier<Secret>> secrets) {
    Cache.Watch watch = cache.watch();
    if (watch == null) {
      return null;
    }
    SecretSource password = watch.password();
    TlsOptions tls = watch.tls();
    var access =
        new RedisAccess(
            watch.username(),
            password == null ? null : secrets.apply(password),
            tls == null ? null : RedisTls.of(tls));
    return new RedisClusterSettings(
        watch.name(),
        watch.addresses().stream()
            .map(each -> InetSocketAddress.createUnresolved(each.host(), each.port()))
            .toList(),
        access,
        RedisDeclaration.of(cache),
        watch.interval(),
        watch.timeout());
  }
}
