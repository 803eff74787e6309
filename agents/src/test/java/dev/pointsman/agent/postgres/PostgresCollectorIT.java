package dev.pointsman.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.postgres.PostgresSettings.Expected;
import dev.pointsman.event.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary {@code r1} and a standby {@code r2} behind a network that can be cut. */
class PostgresCollectorIT {

  /** More than the reference document allows a replica to be behind: 100KB. */
  private static final String A_LOT =
      "SELECT pg_logical_emit_message(true, 'test', repeat('x', 200000))";

  private TestingPostgres r1;
  private TestingPostgres r2;
  private TestingProxy network;
  private TestingCollector collector;

  @BeforeEach
  void start() throws Exception {
    r1 = TestingPostgres.primary(Map.of());
    TestingCollector.grantWhatIsDocumented(r1);
    network = new TestingProxy(r1.port());
    r2 = r1.standby("r2", network.port());
    r2.await("EXISTS (SELECT FROM pg_tables WHERE tablename = 'pointsman_heartbeat')");
    r2.await("EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')");
    collector = new TestingCollector().with("r1", r1).with("r2", r2);
  }

  @AfterEach
  void end() {
    collector.close();
    network.close();
    r2.close();
    r1.close();
  }

  @Test
  void itTellsWhoIsPrimaryAndWhoFollows() throws Exception {
    collector.round();

    assertThat(collector.value("postgresql_up", "r1")).isEqualTo(1);
    assertThat(collector.value("postgresql_up", "r2")).isEqualTo(1);
    assertThat(collector.value("postgresql_primary", "r1")).isEqualTo(1);
    assertThat(collector.value("postgresql_primary", "r2")).isEqualTo(0);
    assertThat(collector.told.values("postgresql_primaries", "cluster", "orders"))
        .containsExactly(1.0);
    assertThat(collector.value("postgresql_timeline", "r1")).isEqualTo(1);
    assertThat(collector.value("postgresql_timeline", "r2")).isEqualTo(1);
    assertThat(collector.value("postgresql_timeline_differs", "r2")).isEqualTo(0);
    assertThat(collector.value("postgresql_system_identifier_differs", "r2")).isEqualTo(0);
    assertThat(collector.value("postgresql_wal_receiver_streaming", "r2")).isEqualTo(1);
    assertThat(collector.value("postgresql_wal_receiver_silence_seconds", "r2")).isNotNull();
    assertThat(collector.value("postgresql_replay_paused", "r2")).isEqualTo(0);
    assertThat(collector.value("postgresql_synchronous_standbys", "r1")).isEqualTo(0);
    assertThat(collector.value("postgresql_connections", "r1")).isPositive();
    assertThat(
            collector.told.values(
                "postgresql_standby_streaming", "instance", "r1", "application_name", "r2"))
        .containsExactly(1.0);
    assertThat(collector.told.readings())
        .allSatisfy(each -> assertThat(each.labels().get("observer")).isEqualTo("us-east-1"));
  }

  @Test
  void anIdleClusterIsNotBehind() throws Exception {
    untilARound(() -> isNotBehind(collector));
    var lag = Objects.requireNonNull(collector.lag("r2"));
    assertThat(lag.cluster()).isEqualTo("orders");
    assertThat(lag.region()).isEqualTo("us-west-2");
    assertThat(lag.syncState()).isEqualTo("async");
  }

  @Test
  void aClockThatIsADayWrongChangesNothing() throws Exception {
    collector.round();
    try (var dayBehind = new TestingCollector().with("r1", r1).with("r2", r2)) {
      dayBehind.clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
      untilARound(dayBehind, () -> isNotBehind(dayBehind));
    }
    try (var dayAhead = new TestingCollector().with("r1", r1).with("r2", r2)) {
      dayAhead.clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
      untilARound(dayAhead, () -> isNotBehind(dayAhead));
    }
  }

  @Test
  void aServerWithoutTlsIsNotGivenAPassword() {
    collector.sslMode = SslMode.REQUIRE;
    assertThatThrownBy(() -> collector.round()).hasMessageContaining("does not support SSL");
    assertThat(collector.failure("r1")).isEqualTo("tls");
  }

  @Test
  void whatIsReplayedLaterIsBehindInTimeButNotAtRisk() throws Exception {
    collector.round();
    r2.execute("SELECT pg_wal_replay_pause()");
    r2.await("pg_is_wal_replay_paused()");
    r1.execute(A_LOT);
    untilARound(
        () ->
            Objects.equals(Objects.requireNonNull(collector.lag("r2")).lagBytes(), 0.0)
                && Objects.requireNonNull(collector.value("postgresql_replay_lag_bytes", "r2"))
                    > 200_000);
    assertThat(collector.value("postgresql_replay_paused", "r2")).isEqualTo(1);
    double first = Objects.requireNonNull(Objects.requireNonNull(collector.lag("r2")).lagMillis());
    collector.round();
    double second = Objects.requireNonNull(Objects.requireNonNull(collector.lag("r2")).lagMillis());
    assertThat(second).isGreaterThan(first).isGreaterThan(2000.0);

    try (var afterARestart = new TestingCollector().with("r1", r1).with("r2", r2)) {
      afterARestart.round();
      assertThat(Objects.requireNonNull(afterARestart.lag("r2")).lagMillis()).isGreaterThan(second);
    }

    r2.execute("SELECT pg_wal_replay_resume()");
    untilARound(
        () ->
            Objects.requireNonNull(Objects.requireNonNull(collector.lag("r2")).lagMillis()) < 500);
    assertThat(collector.value("postgresql_replay_paused", "r2")).isEqualTo(0);
  }

  @Test
  void whatACutStandbyHasNotReceivedIsAtRisk() throws Exception {
    collector.round();
    network.cut();
    r1.execute(A_LOT);
    untilARound(
        () -> Objects.equals(collector.value("postgresql_wal_receiver_streaming", "r2"), 0.0));
    var lag = Objects.requireNonNull(collector.lag("r2"));
    assertThat(lag.lagBytes()).isGreaterThan(200_000);
    assertThat(lag.syncState()).isNull();
    assertThat(collector.value("postgresql_wal_receiver_silence_seconds", "r2"))
        .as("what the receiver said before it ended")
        .isNull();

    network.mend();
    untilARound(() -> Objects.equals(Objects.requireNonNull(collector.lag("r2")).lagBytes(), 0.0));
  }

  @Test
  void aStandbyThatHangsIsDownAndTheOthersAreTold() throws Exception {
    TestingPostgres r3 = r1.standby("r3");
    try {
      r3.await("EXISTS (SELECT FROM pg_tables WHERE tablename = 'pointsman_heartbeat')");
      collector.with("r3", r3).round();
      r2.freeze();

      collector.round();
      assertThat(collector.value("postgresql_up", "r2")).isEqualTo(0);
      assertThat(collector.failure("r2")).isEqualTo("timeout");
      assertThat(collector.lag("r2")).isNull();
      assertThat(collector.value("postgresql_up", "r1")).isEqualTo(1);
      assertThat(collector.lag("r3")).isNotNull();
      collector.round(); // by a new connection, which hangs too
      assertThat(collector.failure("r2")).isEqualTo("timeout");
      assertThat(collector.lag("r3")).isNotNull();

      r2.thaw();
      untilARound(() -> collector.lag("r2") != null);
      assertThat(collector.value("postgresql_up", "r2")).isEqualTo(1);
    } finally {
      r3.close();
    }
  }

  @Test
  void twoPrimariesAreTwoAndNothingIsWrittenUntilOneIsLeft() throws Exception {
    collector.round();
    r2.promote();
    String before = heartbeat(r1);

    collector.round();
    assertThat(collector.told.values("postgresql_primaries")).containsExactly(2.0);
    assertThat(collector.value("postgresql_timeline", "r2")).isEqualTo(2);
    assertThat(collector.value("postgresql_timeline_differs", "r1")).isEqualTo(1);
    assertThat(collector.value("postgresql_timeline_differs", "r2")).isEqualTo(0);
    assertThat(heartbeat(r1)).isEqualTo(before);
    assertThat(heartbeat(r2)).isEqualTo(before);

    r1.crash();
    collector.round();
    assertThat(collector.told.values("postgresql_primaries")).containsExactly(1.0);
    assertThat(collector.failure("r1")).isEqualTo("unreachable");
    assertThat(collector.value("postgresql_primary", "r2")).isEqualTo(1);
    assertThat(collector.value("postgresql_timeline_differs", "r2")).isEqualTo(0);
    assertThat(heartbeat(r2)).isNotEqualTo(before);
  }

  @Test
  void withoutAPrimaryNobodyKnowsHowFarAStandbyIsBehind() throws Exception {
    collector.round();
    r1.crash();
    untilARound(
        () -> Objects.equals(collector.value("postgresql_wal_receiver_streaming", "r2"), 0.0));
    assertThat(collector.told.values("postgresql_primaries")).containsExactly(0.0);
    assertThat(collector.failure("r1")).isEqualTo("unreachable");
    assertThat(collector.value("postgresql_up", "r2")).isEqualTo(1);
    assertThat(collector.lag("r2")).isNull();
    assertThat(collector.value("postgresql_wal_receive_position_bytes", "r2")).isPositive();
  }

  @Test
  void aServerThatWasStartedAnewBetweenRoundsIsUp() throws Exception {
    collector.round();
    r1.crash();
    r1.start();
    collector.round();
    assertThat(collector.value("postgresql_up", "r1")).isEqualTo(1);
    assertThat(collector.value("postgresql_heartbeat_up", "r1")).isEqualTo(1);
  }

  @Test
  void aSynchronousStandbyThatIsGoneIsMissedAndDoesNotHoldUpTheHeartbeat() throws Exception {
    collector.expected = new Expected("synchronous", "on");
    r1.configure(Map.of("synchronous_standby_names", "r2"));
    r1.execute("SELECT pg_reload_conf()");
    r1.await("EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')");
    collector.round();
    assertThat(collector.told.values("postgresql_synchronous_standbys", "mode", "synchronous"))
        .containsExactly(1.0);
    assertThat(collector.value("postgresql_synchronous_commit_differs", "r1")).isEqualTo(0);
    assertThat(Objects.requireNonNull(collector.lag("r2")).syncState()).isEqualTo("sync");

    r2.crash();
    r1.await("NOT EXISTS (SELECT FROM pg_stat_replication)");
    collector.round();
    assertThat(collector.value("postgresql_synchronous_standbys", "r1")).isEqualTo(0);
    assertThat(collector.value("postgresql_heartbeat_up", "r1")).isEqualTo(1);
  }

  @Test
  void theRulesAndTheDocumentationNameWhatIsTold() throws Exception {
    collector.expected = new Expected("synchronous", "on");
    collector.round();
    Set<String> told =
        collector.told.readings().stream().map(Reading::metric).collect(Collectors.toSet());

    assertThat(told)
        .containsAll(named("metric: (postgresql_\\w+)", "alert-rules", "replication.yaml"));
    Set<String> documented = named("`(postgresql_\\w+)`", "docs", "agents", "postgresql.md");
    assertThat(documented).containsAll(told);
    documented.removeAll(told);
    documented.removeAll(named("name: (postgresql_\\w+)", "alert-rules", "replication.yaml"));
    assertThat(documented).containsExactly("postgresql_failure");
  }

  private static Set<String> named(String pattern, String... path) throws IOException {
    String text = Files.readString(Path.of("..", path));
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** A round on a busy machine may take its time: what counts is that it gets there. */
  private static boolean isNotBehind(TestingCollector collector) {
    var lag = collector.lag("r2");
    return lag != null
        && Objects.equals(lag.lagBytes(), 0.0)
        && Objects.requireNonNull(lag.lagMillis()) < 500;
  }

  private void untilARound(Callable<Boolean> tellsSo) {
    untilARound(collector, tellsSo);
  }

  private static void untilARound(TestingCollector collector, Callable<Boolean> tellsSo) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              collector.round();
              return tellsSo.call();
            });
  }

  private static String heartbeat(TestingPostgres server) throws Exception {
    return server.query("SELECT beat_ms FROM pointsman_heartbeat WHERE observer = 'us-east-1'");
  }
}
