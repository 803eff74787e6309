package dev.pointsman.agent.redis;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

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

  public RedisClusterSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a Redis Cluster needs at least one address");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException("a timeout must be above 0 and at most the interval");
    }
  }
}
