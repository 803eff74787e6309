package dev.pointsman.agent.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The observer's row in the heartbeat's table: written on the primary, read on the replicas. A beat
 * is the observer's clock in milliseconds, raised where needed so that beats only grow; nobody
 * else's clock is looked at.
 */
final class HeartbeatTable {

  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final String observer;
  private final String write;
  private final String read;
  private final Clock clock;

  /**
   * @param table whose name needs no quotes
   */
  HeartbeatTable(String table, String observer, Clock clock) {
    this.observer = observer;
    this.clock = clock;
    // The commit does not wait for a synchronous standby: one that is down would hold it up, and
    // that is what is to be found out.
    this.write =
        """
        WITH alone AS MATERIALIZED (SELECT set_config('synchronous_commit', 'local', true))
        INSERT INTO %1$s AS beat (observer, beat_ms) SELECT ?, ? FROM alone
        ON CONFLICT (observer)
          DO UPDATE SET beat_ms = greatest(excluded.beat_ms, beat.beat_ms + 1)
        RETURNING beat_ms, (SELECT before.beat_ms FROM %1$s AS before WHERE before.observer = ?)
        """
            .formatted(table);
    this.read = "SELECT beat_ms FROM %s WHERE observer = ?".formatted(table);
  }

  /**
   * A beat that the primary has committed.
   *
   * @param before the one in its place until then, null where there was none
   * @param at when that was known, by {@link System#nanoTime()}
   */
  record Written(long beat, @Nullable Long before, long at) {}

  /**
   * What a replica shows.
   *
   * @param beat null where it has no row yet
   * @param missedAt when the newest look that did not find the awaited beat was sent, by {@link
   *     System#nanoTime()}; null where the first look found it
   * @param at when the newest look was sent, by the observer's clock
   */
  record Shown(@Nullable Long beat, @Nullable Long missedAt, Instant at) {}

  Written write(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(write)) {
      statement.setString(1, observer);
      statement.setLong(2, clock.millis());
      statement.setString(3, observer);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long beat = row.getLong(1);
        long before = row.getLong(2);
        return new Written(beat, row.wasNull() ? null : before, System.nanoTime());
      }
    }
  }

  /** Looks until the replica shows {@code beat}, or {@code patience} is over. */
  Shown await(Connection connection, long beat, Duration patience)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    Long missedAt = null;
    try (PreparedStatement statement = connection.prepareStatement(read)) {
      statement.setString(1, observer);
      while (true) {
        long askedAt = System.nanoTime();
        Instant at = clock.instant();
        Long shown = look(statement);
        if (shown != null && shown >= beat) {
          return new Shown(shown, missedAt, at);
        }
        missedAt = askedAt;
        if (System.nanoTime() + pause - end >= 0) {
          return new Shown(shown, missedAt, at);
        }
        TimeUnit.NANOSECONDS.sleep(pause);
        pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_NANOS);
      }
    }
  }

  private static @Nullable Long look(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : null;
    }
  }
}
