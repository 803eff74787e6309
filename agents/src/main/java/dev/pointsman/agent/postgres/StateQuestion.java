package dev.pointsman.agent.postgres;

import dev.pointsman.agent.postgres.InstanceState.AttachedStandby;
import dev.pointsman.agent.postgres.InstanceState.Primary;
import dev.pointsman.agent.postgres.InstanceState.Role;
import dev.pointsman.agent.postgres.InstanceState.Standby;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks an instance for its state, of PostgreSQL 13 and later. */
final class StateQuestion implements Instance.Question<InstanceState> {

  /**
   * A standby's own timeline is what it received, wherever that left a trace: the view of the
   * receiver is empty without one, and the control file follows at restart points. A primary's is
   * in the name of its WAL file: the control file lags behind a promotion.
   */
  private static final String STATE =
      """
      WITH me AS MATERIALIZED (SELECT pg_is_in_recovery() AS standby)
      SELECT
        pg_has_role('pg_read_all_stats', 'USAGE') AS may_look,
        me.standby,
        current_setting('server_version') AS version,
        (SELECT system_identifier FROM pg_control_system())::text AS system_identifier,
        CASE WHEN me.standby
          THEN greatest(
            receiver.received_tli,
            (SELECT timeline_id FROM pg_control_checkpoint()),
            (SELECT min_recovery_end_timeline FROM pg_control_recovery()))::bigint
          ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint
        END AS timeline,
        (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
        current_setting('max_connections')::bigint AS max_connections,
        current_setting('synchronous_commit') AS synchronous_commit,
        CASE WHEN NOT me.standby
          THEN (pg_current_wal_lsn() - '0/0')::bigint END AS written,
        greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0' AS received,
        pg_last_wal_replay_lsn() - '0/0' AS replayed,
        CASE WHEN me.standby THEN pg_is_wal_replay_paused() END AS replay_paused,
        receiver.status IS NOT DISTINCT FROM 'streaming' AS streaming,
        extract(epoch FROM clock_timestamp() - receiver.last_msg_receipt_time)::float8 AS silence
      FROM me LEFT JOIN pg_stat_wal_receiver AS receiver ON true
      """;

  /** A base backup that is under way has a row too, and is no standby. */
  private static final String STANDBYS =
      """
      SELECT
        application_name,
        host(client_addr) AS address,
        state,
        sync_state,
        (pg_current_wal_lsn() - flush_lsn)::bigint AS flush_lag,
        (pg_current_wal_lsn() - replay_lsn)::bigint AS replay_lag
      FROM pg_stat_replication
      WHERE state <> 'backup'
      ORDER BY application_name, address, flush_lag DESC NULLS FIRST
      """;

  /** Class 42, code 501: insufficient privilege. */
  private static final String NO_PRIVILEGE = "42501";

  @Override
  public InstanceState ask(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATE);
        ResultSet row = statement.executeQuery()) {
      row.next();
      if (!row.getBoolean("may_look")) {
        throw new SQLException(
            "the role lacks pg_read_all_stats, without which replication cannot be seen",
            NO_PRIVILEGE);
      }
      return new InstanceState(
          row.getString("version"),
          row.getString("system_identifier"),
          row.getLong("timeline"),
          row.getLong("connections"),
          row.getLong("max_connections"),
          row.getString("synchronous_commit"),
          role(row, connection));
    }
  }

  private static Role role(ResultSet row, Connection connection) throws SQLException {
    return row.getBoolean("standby")
        ? new Standby(
            row.getLong("received"),
            row.getLong("replayed"),
            row.getBoolean("streaming"),
            row.getBoolean("replay_paused"),
            decimal(row, "silence"))
        : new Primary(row.getLong("written"), standbys(connection));
  }

  private static List<AttachedStandby> standbys(Connection connection) throws SQLException {
    var standbys = new ArrayList<AttachedStandby>();
    try (PreparedStatement statement = connection.prepareStatement(STANDBYS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        standbys.add(
            new AttachedStandby(
                row.getString("application_name"),
                row.getString("address"),
                row.getString("state"),
                row.getString("sync_state"),
                whole(row, "flush_lag"),
                whole(row, "replay_lag")));
      }
    }
    return standbys;
  }

  private static @Nullable Long whole(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static @Nullable Double decimal(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }
}
