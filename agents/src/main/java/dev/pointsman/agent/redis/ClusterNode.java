package dev.pointsman.agent.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code CLUSTER NODES}: how one node sees another, or itself.
 *
 * @param host an IP address; empty where it is not known
 * @param hostname that the node announces; null where it announces none
 * @param flags such as {@code myself}, {@code master}, {@code slave}, {@code fail?}, {@code fail}
 * @param master the id of its master; null for a master
 * @param connected whether the link of the node that was asked to this one is up
 * @param slots how many of the 16384 it serves
 * @see <a href="https://redis.io/docs/latest/commands/cluster-nodes/">CLUSTER NODES</a>
 */
record ClusterNode(
    String id,
    String host,
    int port,
    @Nullable String hostname,
    Set<String> flags,
    @Nullable String master,
    boolean connected,
    int slots) {

  /**
   * Reads the whole answer.
   *
   * @throws IllegalArgumentException where it is not one
   */
  static List<ClusterNode> parseAll(String answer) {
    var nodes = new ArrayList<ClusterNode>();
    for (String line : answer.split("\r?\n")) {
      if (!line.isBlank()) {
        nodes.add(parse(line));
      }
    }
    return nodes;
  }

  private static ClusterNode parse(String line) {
    String[] words = line.split(" ");
    if (words.length < 8) {
      throw new IllegalArgumentException("not a line of CLUSTER NODES: " + line);
    }
    // ip:port@cport[,hostname[,name=value]...]; an IPv6 address stands without brackets.
    String[] address = words[1].split(",");
    String endpoint = address[0].substring(0, end(address[0], '@'));
    int colon = endpoint.lastIndexOf(':');
    String hostname = address.length > 1 && !address[1].contains("=") ? address[1] : "";
    int slots = 0;
    for (String range : Arrays.asList(words).subList(8, words.length)) {
      slots += range.startsWith("[") ? 0 : slots(range); // [ is a slot on its way elsewhere
    }
    return new ClusterNode(
        words[0],
        endpoint.substring(0, Math.max(colon, 0)),
        Integer.parseInt(endpoint.substring(colon + 1)),
        hostname.isEmpty() ? null : hostname,
        Set.of(words[2].split(",")),
        words[3].equals("-") ? null : words[3],
        words[7].equals("connected"),
        slots);
  }

  private static int slots(String range) {
    int dash = range.indexOf('-');
    return dash < 0
        ? 1
        : Integer.parseInt(range.substring(dash + 1))
            - Integer.parseInt(range.substring(0, dash))
            + 1;
  }

  private static int end(String text, char character) {
    int at = text.indexOf(character);
    return at < 0 ? text.length() : at;
  }

  boolean isMyself() {
    return flags.contains("myself");
  }

  boolean isMaster() {
    return flags.contains("master");
  }

  /** Whether enough masters agree that it is gone. */
  boolean isFailed() {
    return flags.contains("fail");
  }

  /** Whether at least the node that was asked takes it for gone. */
  boolean isSuspected() {
    return isFailed() || flags.contains("fail?");
  }

  /** Whether it belongs to the cluster and nobody took it out. */
  boolean isMember() {
    return !isFailed() && !flags.contains("noaddr") && !flags.contains("handshake");
  }

  /** {@code host:port}, as people and the label {@code node} name it. */
  String address() {
    return host + ':' + port;
  }
}
