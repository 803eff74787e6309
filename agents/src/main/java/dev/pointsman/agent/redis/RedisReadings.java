package dev.pointsman.agent.redis;

import dev.pointsman.agent.collect.Observation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What only the answers of several nodes together say: how far each replica is behind its master,
 * and what the nodes hold of each other. It remembers how far replicas were, so that one that no
 * longer answers falls behind as its master goes on.
 */
final class RedisReadings {

  private static final Pattern OFFSET = Pattern.compile(",offset=(\\d{1,18})");

  private final Map<String, Double> lastOffsets = new HashMap<>();

  /** Observations of nodes, made by who knows the labels. */
  interface Observer {
    Observation of(ClusterNode node, NodeAnswer told);

    Observation ofReplica(ClusterNode replica, ClusterNode master, NodeAnswer told);
  }

  void tell(Collection<NodeAnswer> answers, Observer observer) {
    Map<String, NodeAnswer> byId = new LinkedHashMap<>();
    for (NodeAnswer answer : answers) {
      answer.self().ifPresent(self -> byId.put(self.id(), answer));
    }
    opinions(byId.values(), observer);
    Set<String> known = new HashSet<>();
    byId.forEach(
        (id, answer) -> {
          answer.view().forEach(each -> known.add(each.id()));
          if (answer.info().is("role", "master")) {
            lags(answer, byId, observer);
          }
        });
    if (!byId.isEmpty()) {
      lastOffsets.keySet().retainAll(known);
    }
  }

  /** What the nodes that answered hold of one of them. */
  private static final class Opinion {
    private ClusterNode node;
    private NodeAnswer newest;
    private int suspectedBy;
    private int disconnectedFrom;

    Opinion(ClusterNode node, NodeAnswer first) {
      this.node = node;
      this.newest = first;
    }

    void add(ClusterNode seen, NodeAnswer by) {
      suspectedBy += seen.isSuspected() ? 1 : 0;
      disconnectedFrom += seen.connected() ? 0 : 1;
      if (by.at().isAfter(newest.at())) {
        node = seen;
        newest = by;
      }
    }
  }

  private static void opinions(Collection<NodeAnswer> answers, Observer observer) {
    Map<String, Opinion> opinions = new LinkedHashMap<>();
    for (NodeAnswer answer : answers) {
      for (ClusterNode each : answer.view()) {
        if (!each.isMyself() && !each.host().isEmpty()) {
          opinions.computeIfAbsent(each.id(), id -> new Opinion(each, answer)).add(each, answer);
        }
      }
    }
    for (Opinion opinion : opinions.values()) {
      Observation seen = observer.of(opinion.node, opinion.newest);
      seen.tell("redis_node_suspected_by", opinion.suspectedBy);
      seen.tell("redis_node_disconnected_from", opinion.disconnectedFrom);
    }
  }

  private void lags(NodeAnswer master, Map<String, NodeAnswer> byId, Observer observer) {
    Optional<ClusterNode> self = master.self();
    OptionalDouble written = master.info().number("master_repl_offset");
    if (self.isEmpty() || written.isEmpty()) {
      return;
    }
    for (ClusterNode replica : master.view()) {
      if (!self.get().id().equals(replica.master()) || !replica.isMember()) {
        continue; // one that failed is told as such
      }
      Double offset = offset(replica, byId.get(replica.id()), master.info());
      if (offset != null) {
        // Asked a moment later, a replica may be ahead of what its master said.
        observer
            .ofReplica(replica, self.get(), master)
            .tell("redis_replica_lag_bytes", Math.max(0, written.getAsDouble() - offset));
      }
    }
  }

  /**
   * How much of its master's stream a replica has: by itself where it answered, else by its master,
   * else as last known.
   */
  private @Nullable Double offset(
      ClusterNode replica, @Nullable NodeAnswer answer, RedisInfo master) {
    OptionalDouble offset =
        answer == null ? OptionalDouble.empty() : answer.info().number("slave_repl_offset");
    if (offset.isEmpty()) {
      offset = acknowledged(replica, master);
    }
    offset.ifPresent(known -> lastOffsets.put(replica.id(), known));
    return lastOffsets.get(replica.id());
  }

  /** From {@code slave0:ip=10.0.0.1,port=6379,state=online,offset=1400,lag=0}. */
  private static OptionalDouble acknowledged(ClusterNode replica, RedisInfo master) {
    String beginning = "ip=" + replica.host() + ",port=" + replica.port() + ',';
    for (int i = 0; ; i++) {
      String line = master.text("slave" + i);
      if (line == null) {
        return OptionalDouble.empty();
      }
      Matcher offset = OFFSET.matcher(line);
      if (line.startsWith(beginning) && offset.find()) {
        return OptionalDouble.of(Double.parseDouble(offset.group(1)));
      }
    }
  }
}
