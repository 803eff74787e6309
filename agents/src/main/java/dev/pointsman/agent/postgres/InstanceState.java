package dev.pointsman.agent.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance says of itself. A WAL position is the number of bytes before it, counted over
 * all timelines, as an LSN.
 *
 * @param version of the server, such as {@code 18.6}
 * @param systemIdentifier what all instances of one cluster share, from its {@code initdb} on
 * @param timeline the newest one that it has written or received
 * @param connections of clients
 */
record InstanceState(
    String version,
    String systemIdentifier,
    long timeline,
    long connections,
    long maxConnections,
    String synchronousCommit,
    Role role) {

  /** What it does at present. */
  sealed interface Role {}

  /**
   * It takes writes.
   *
   * @param position up to which WAL is written
   */
  record Primary(long position, List<AttachedStandby> standbys) implements Role {

    Primary {
      standbys = List.copyOf(standbys);
    }

    /** How many standbys a commit may wait for at present. */
    long synchronousStandbys() {
      return standbys.stream().filter(AttachedStandby::isSynchronous).count();
    }
  }

  /**
   * It replays what others write.
   *
   * @param received up to which WAL is on its disk
   * @param replayed up to which queries see it
   * @param streaming whether its WAL receiver says that it is connected and streams
   * @param receiverSilence seconds since the sender was last heard of, by the instance's own clock;
   *     null where nothing receives
   */
  record Standby(
      long received,
      long replayed,
      boolean streaming,
      boolean replayPaused,
      @Nullable Double receiverSilence)
      implements Role {}

  /**
   * A row of the primary's {@code pg_stat_replication}.
   *
   * @param address the client's; null for a local socket
   * @param syncState async, potential, sync or quorum
   * @param flushLag bytes of WAL that it has not reported as flushed; null where it reported
   *     nothing
   */
  record AttachedStandby(
      String applicationName,
      @Nullable String address,
      String state,
      String syncState,
      @Nullable Long flushLag,
      @Nullable Long replayLag) {

    boolean isStreaming() {
      return state.equals("streaming");
    }

    boolean isSynchronous() {
      return isStreaming() && (syncState.equals("sync") || syncState.equals("quorum"));
    }
  }
}
