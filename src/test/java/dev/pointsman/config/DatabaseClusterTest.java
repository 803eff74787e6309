package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DatabaseClusterTest {

  @Test
  void whatIsLeftOutHasADefault() {
    assertThat(
            cluster(
                """
                instances: [{name: r1, region: us-west-2, host: db1.example.com}]
                """))
        .isEqualTo(
            new DatabaseCluster(
                "database",
                List.of(
                    new DatabaseCluster.Instance("r1", "us-west-2", "db1.example.com", 5432, null)),
                new DatabaseCluster.Login("postgres", "pointsman", null, "require", null),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                "pointsman_heartbeat"));
  }

  @Test
  void allOfItCanBeSaid() {
    assertThat(
            cluster(
                """
                cluster: orders
                instances:
                  - {name: r1, region: us-west-2, host: db1.example.com, port: 5433, hostaddr: 10.0.0.1}
                  - {name: r2, region: us-east-1, host: db2.example.com, hostaddr: "fd00::2"}
                database: shop
                user: watcher
                password_file: secrets/db
                sslmode: verify-full
                ssl_root_cert: root.crt
                interval: 2
                timeout: 500ms
                heartbeat: {table: ops.beat}
                """))
        .isEqualTo(
            new DatabaseCluster(
                "orders",
                List.of(
                    new DatabaseCluster.Instance(
                        "r1", "us-west-2", "db1.example.com", 5433, "10.0.0.1"),
                    new DatabaseCluster.Instance(
                        "r2", "us-east-1", "db2.example.com", 5432, "fd00::2")),
                new DatabaseCluster.Login(
                    "shop",
                    "watcher",
                    new SecretSource.File(Path.of("conf", "secrets", "db")),
                    "verify-full",
                    Path.of("conf", "root.crt")),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                "ops.beat"));
  }

  @Test
  void withoutAHeartbeatThereIsNoTable() {
    DatabaseCluster cluster =
        cluster(
            """
            instances: [{name: r1, region: us-west-2, host: db1.example.com}]
            heartbeat: {enabled: no}
            """);
    assertThat(cluster.heartbeatTable()).isNull();
  }

  @Test
  void everyMistakeHasItsPlace() {
    assertThat(
            load(
                    """
                    instances:
                      - {name: r1, region: us-west-2, host: "db1:5432", port: 0}
                      - {name: r1, region: us-west-3, host: db1.example.com, hostaddr: db1.example.com}
                      - {nam: r3, region: us-west-2, host: db1.example.com}
                    sslmode: verify-full
                    timeout: 3s
                    password_env: A
                    password_file: b
                    heartbeat: {table: 'Beats; drop'}
                    """)
                .problems()
                .stream()
                .map(Object::toString))
        .containsExactly(
            "conf/ha.yaml:8:45: host must be a host name or an address, not \"db1:5432\"",
            "conf/ha.yaml:8:63: port must be a whole number from 1 to 65535, not 0",
            "conf/ha.yaml:9:16: duplicate instance \"r1\", first at conf/ha.yaml:8:16",
            "conf/ha.yaml:9:28: no region is called \"us-west-3\": did you mean \"us-west-2\"?"
                + " the regions are us-west-2, us-east-1",
            "conf/ha.yaml:9:72: hostaddr must be an IP address, not \"db1.example.com\"",
            "conf/ha.yaml:10:10: unknown key \"nam\": did you mean \"name\"?"
                + " an instance has the keys name, region, host, port, hostaddr",
            "conf/ha.yaml:11:14: sslmode verify-full needs the key \"ssl_root_cert\"",
            "conf/ha.yaml:12:14: the timeout (3s) must be at most half the interval (5s)",
            "conf/ha.yaml:14:5: password_env and password_file exclude each other",
            "conf/ha.yaml:15:24: table must be a table, with its schema or without, that needs no"
                + " quotes, not \"Beats; drop\"");
  }

  @Test
  void aRootCertificateIsReadByNobodyWhoDoesNotVerify() {
    assertThat(
            load(
                    """
                    instances: [{name: r1, region: us-west-2, host: db1.example.com}]
                    sslmode: require
                    ssl_root_cert: root.crt
                    """)
                .problems()
                .stream()
                .map(Object::toString))
        .containsExactly(
            "conf/ha.yaml:9:5: ssl_root_cert is for verify-ca and verify-full, not require");
  }

  @Test
  void aDatabaseOfWhichNoInstanceIsNamedIsMissedByWhoCollects() {
    assertThat(load("mode: synchronous\n").problems()).isEmpty();
    assertThat(
            load("mode: synchronous\n").missing(AgentKind.COLLECT).stream().map(Object::toString))
        .containsExactly(
            "conf/ha.yaml:6:5: pointsman collect needs the instances of the database, or collect: no");
  }

  @Test
  void aDatabaseThatSomethingElseWatchesIsNotMissed() {
    ConfigResult result = load("collect: no\n");
    assertThat(result.problems()).isEmpty();
    assertThat(result.missing(AgentKind.COLLECT)).isEmpty();
    Replication replication = Objects.requireNonNull(result.config().replication());
    assertThat(Objects.requireNonNull(replication.database()).cluster()).isNull();
  }

  @Test
  void aShortIntervalShortensTheTimeout() {
    assertThat(
            cluster(
                    """
                    instances: [{name: r1, region: us-west-2, host: db1.example.com}]
                    interval: 3s
                    """)
                .timeout())
        .isEqualTo(Duration.ofMillis(1500));
  }

  private static DatabaseCluster cluster(String keys) {
    ConfigResult result = load(keys);
    assertThat(result.problems()).isEmpty();
    Replication replication = Objects.requireNonNull(result.config().replication());
    return Objects.requireNonNull(Objects.requireNonNull(replication.database()).cluster());
  }

  private static ConfigResult load(String keys) {
    String document =
        """
        regions:
          primary: {name: us-west-2}
          secondary: {name: us-east-1}
        replication:
          database:
            type: postgresql
        """;
    return ConfigLoader.loadTexts(Map.of("conf/ha.yaml", document + keys.indent(4)));
  }
}
