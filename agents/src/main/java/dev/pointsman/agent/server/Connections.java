package dev.pointsman.agent.server;

import dev.pointsman.agent.schedule.OnceAMinute;
import io.netty.channel.Channel;
import io.prometheus.client.Counter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections of a server, so many at most: for one more, that is ended from which nothing
 * was heard for longest, so that who opens many and says nothing locks nobody out. Of the one
 * thread that serves them.
 */
final class Connections {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /** Why a connection is ended, but for the sender's own reasons. */
  enum End {
    /** To make room for another one. */
    ROOM,
    /** A request, once begun, was not whole in time, or the answer not taken. */
    SLOW
  }

  private final String server;
  private final int limit;
  private final Counter ended;

  /** Whether each waits for an answer, in the order in which they were heard from last. */
  private final Map<Channel, Boolean> open = new LinkedHashMap<>(16, 0.75f, true);

  private final OnceAMinute rate = new OnceAMinute();

  Connections(String server, int limit, Counter ended) {
    this.server = server;
    this.limit = limit;
    this.ended = ended;
    for (End each : End.values()) {
      ended.labels(label(each)); // there with 0, so that the first one is a rise
    }
  }

  private static String label(End end) {
    return end == End.ROOM ? "room" : "slow";
  }

  /** Whether it is taken; it is ended where all others wait for their answers. */
  boolean add(Channel channel) {
    if (open.size() >= limit) {
      Optional<Channel> quietest =
          open.entrySet().stream()
              .filter(each -> !each.getValue())
              .map(Map.Entry::getKey)
              .findFirst();
      Channel leaving = quietest.orElse(channel);
      say(leaving);
      end(leaving, End.ROOM);
      if (leaving.equals(channel)) {
        return false;
      }
    }
    open.put(channel, false);
    channel.closeFuture().addListener(closed -> open.remove(channel));
    return true;
  }

  private void say(Channel leaving) {
    if (rate.isDue(System.nanoTime())) {
      LOG.warn(
          "{}: all {} connections are in use, and the quietest is ended for a new one: {}",
          server,
          limit,
          leaving.remoteAddress());
    }
  }

  void end(Channel channel, End why) {
    ended.labels(label(why)).inc();
    open.remove(channel);
    var unused = channel.close(); // nobody waits for it
  }

  /** Something came from it. */
  void heard(Channel channel) {
    open.computeIfPresent(channel, (same, waits) -> waits);
  }

  /** It waits for an answer, or no more. */
  void waits(Channel channel, boolean forAnswer) {
    open.computeIfPresent(channel, (same, waits) -> forAnswer);
  }
}
