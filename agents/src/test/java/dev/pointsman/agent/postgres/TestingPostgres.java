package dev.pointsman.agent.postgres;

import dev.pointsman.agent.TestingProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server on loopback, of the programs that {@link TestingPostgresPrograms} has.
 * Its superuser {@code postgres} needs no password, everybody else does.
 */
public final class TestingPostgres implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path data;
  private final int port;
  private @Nullable TestingProcess process;
  private boolean frozen;

  private TestingPostgres(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** Starts a server of a cluster that nobody else belongs to. */
  public static TestingPostgres primary(Map<String, String> settings) {
    Path data = TestingPostgresPrograms.newCluster();
    var server = new TestingPostgres(data, TestingProcess.freePort());
    server.configure(
        Map.of(
            "listen_addresses", "127.0.0.1",
            "port", Integer.toString(server.port),
            "unix_socket_directories", "",
            "wal_keep_size", "1GB",
            "wal_receiver_status_interval", "1s",
            "wal_retrieve_retry_interval", "200ms",
            "password_encryption", "scram-sha-256",
            "fsync", "off"));
    server.configure(settings);
    server.write(
        "pg_hba.conf",
        """
        host all         postgres 127.0.0.1/32 trust
        host replication postgres 127.0.0.1/32 trust
        host all         all      127.0.0.1/32 scram-sha-256
        """);
    server.start();
    return server;
  }

  /**
   * Starts a standby of this server, which has kept all WAL from its beginning.
   *
   * @param name what it replicates as
   * @param upstreamPort where it reaches this server
   */
  public TestingPostgres standby(String name, int upstreamPort) {
    Path copy = TestingPostgresPrograms.copyOfFirst(data);
    var standby = new TestingPostgres(copy, TestingProcess.freePort());
    for (String each : List.of("postgresql.auto.conf", "pg_hba.conf")) {
      standby.write(each, read(data.resolve(each)));
    }
    standby.configure(
        Map.of(
            "port", Integer.toString(standby.port),
            "synchronous_standby_names", "",
            "primary_conninfo", upstream(name, upstreamPort)));
    standby.write("standby.signal", "");
    standby.start();
    return standby;
  }

  public TestingPostgres standby(String name) {
    return standby(name, port);
  }

  /** What {@code primary_conninfo} has to be. */
  public static String upstream(String name, int port) {
    return "host=127.0.0.1 port=%d user=postgres application_name=%s".formatted(port, name);
  }

  public int port() {
    return port;
  }

  /** Adds to its settings, from its next start on, or once {@code pg_reload_conf()} is called. */
  public void configure(Map<String, String> settings) {
    var lines = new StringBuilder();
    settings.forEach((name, value) -> lines.append("%s = '%s'\n".formatted(name, value)));
    write("postgresql.auto.conf", lines.toString());
  }

  /** Adds to a file in its data folder, as the user that it runs as. */
  public Path write(String file, String text) {
    Path path = data.resolve(file);
    try {
      if (file.equals("pg_hba.conf")) {
        Files.deleteIfExists(path); // the first line that fits decides
      }
      Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestingPostgresPrograms.own(path);
    return path;
  }

  public void start() {
    if (process != null) {
      throw new IllegalStateException("it runs");
    }
    List<String> command = TestingPostgresPrograms.command("postgres", "-D", data.toString());
    Path log = data.resolveSibling(data.getFileName() + ".log");
    process = TestingProcess.start(log, command).awaitPort(port);
    Awaitility.await("PostgreSQL on " + port)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> query("SELECT 1").equals("1"));
  }

  /** The first column of the first row of what the superuser is told, as text. */
  public String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Runs statements as the superuser. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&connectTimeout=5&socketTimeout=30"
            .formatted(port));
  }

  /** Waits until a query says {@code t}. */
  public void await(String condition) {
    Awaitility.await(condition)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> query("SELECT " + condition).equals("t"));
  }

  /** Takes writes from now on. */
  public void promote() throws SQLException {
    if (!query("SELECT pg_promote(true, 30)").equals("t")) {
      throw new AssertionError("it was not promoted in 30 seconds");
    }
  }

  /** Stops it and all its connections in their tracks, as a machine that hangs. */
  public void freeze() {
    running().pause();
    frozen = true;
  }

  public void thaw() {
    running().resume();
    frozen = false;
  }

  /** Ends it at once and without tidying up, as a crash does; it recovers when it is started. */
  public void crash() {
    running().end("QUIT");
    process = null;
  }

  private TestingProcess running() {
    if (process == null) {
      throw new IllegalStateException("it does not run");
    }
    return process;
  }

  /** Ends it and deletes its data. */
  @Override
  public void close() {
    if (frozen) {
      thaw();
    }
    if (process != null) {
      process.end("INT"); // so that it gives back its shared memory
      process = null;
    }
    TestingPostgresPrograms.delete(data);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
