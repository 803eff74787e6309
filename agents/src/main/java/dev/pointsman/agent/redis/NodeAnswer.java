package dev.pointsman.agent.redis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one node said.
 *
 * @param node {@code host:port} as it names itself
 * @param info its answer to {@code INFO}
 * @param cluster its answer to {@code CLUSTER INFO}; empty where it is not in cluster mode
 * @param view its answer to {@code CLUSTER NODES}; empty where it is not in cluster mode
 */
record NodeAnswer(
    String node, RedisInfo info, RedisInfo cluster, List<ClusterNode> view, Instant at) {

  boolean inClusterMode() {
    return !view.isEmpty();
  }

  Optional<ClusterNode> self() {
    return view.stream().filter(ClusterNode::isMyself).findFirst();
  }
}
