package dev.pointsman.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.config.AgentKind;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.ConfigResult;
import dev.pointsman.config.Replication;
import dev.pointsman.config.SecretSource;
import dev.pointsman.connector.http.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostgresSettingsTest {

  private static final String INSTANCES =
      """
          instances:
            - {name: r1, region: us-west-2, host: db1.example.com, hostaddr: 10.0.0.1}
            - {name: r2, region: us-east-1, host: db2.example.com, port: 5433}
      """;

  @Test
  void aDocumentSaysAllOfIt() {
    PostgresSettings settings =
        Objects.requireNonNull(
            settings(
                INSTANCES
                    + """
                    cluster: orders
                    mode: synchronous
                    settings: {max_lag: 100KB, sync_commit: on}
                    database: shop
                    user: watcher
                    password_env: PASSWORD
                    sslmode: verify-full
                    ssl_root_cert: root.crt
                    interval: 4s
                    timeout: 1s
                    heartbeat: {enabled: no}
                """));
    assertThat(settings.cluster()).isEqualTo("orders");
    assertThat(settings.observer()).isEqualTo("us-east-1");
    assertThat(settings.instances())
        .containsExactly(
            new InstanceAddress("r1", "us-west-2", "db1.example.com", 5432, "10.0.0.1"),
            new InstanceAddress("r2", "us-east-1", "db2.example.com", 5433, null));
    assertThat(settings.expected()).isEqualTo(new PostgresSettings.Expected("synchronous", "on"));
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(4));
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.heartbeatTable()).isNull();
    Login login = settings.login();
    assertThat(login.database()).isEqualTo("shop");
    assertThat(login.user()).isEqualTo("watcher");
    assertThat(Objects.requireNonNull(login.password()).get().reveal()).isEqualTo("ofPASSWORD");
    assertThat(login.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(login.rootCertificate()).isEqualTo(Path.of("root.crt"));
    assertThat(settings.toString()).doesNotContain("ofPASSWORD");
  }

  @Test
  void theDocumentedConfigurationIsComplete() throws IOException {
    String documentation = Files.readString(Path.of("..", "docs", "agents", "postgresql.md"));
    int begin = documentation.indexOf("```yaml") + "```yaml".length();
    String example = documentation.substring(begin, documentation.indexOf("```", begin));
    ConfigResult result = ConfigLoader.loadTexts(Map.of("ha.yaml", example));
    assertThat(result.problems()).isEmpty();
    assertThat(result.notices()).isEmpty();
    assertThat(result.missing(AgentKind.COLLECT)).isEmpty();
  }

  @Test
  void whoDoesNotSayThatCommitsWaitForAStandbyDoesNotMissOne() {
    PostgresSettings settings = Objects.requireNonNull(settings(INSTANCES));
    assertThat(settings.expected()).isEqualTo(new PostgresSettings.Expected("asynchronous", null));
  }

  @Test
  void aDatabaseThatIsNowhereIsNotWatched() {
    assertThat(settings("    mode: synchronous\n")).isNull();
  }

  @Test
  void aPasswordThatCannotBeReadIsToldAtOnce() {
    assertThatThrownBy(() -> settings(INSTANCES + "    password_env: NONE\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the variable NONE is not set");
  }

  @Test
  void aTimeoutLeavesTimeForTheLagWithinTheInterval() {
    assertThatThrownBy(
            () ->
                new PostgresSettings(
                    "orders",
                    "us-east-1",
                    List.of(new InstanceAddress("r1", "us-west-2", "db1", 5432, null)),
                    new Login("postgres", "pointsman", null, SslMode.REQUIRE, null),
                    new PostgresSettings.Expected("asynchronous", null),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    null))
        .hasMessage("a timeout must be at most half the interval");
  }

  private static @Nullable PostgresSettings settings(String keys) {
    String document =
        """
        replication:
          database:
            type: postgresql
        """;
    ConfigResult result = ConfigLoader.loadTexts(Map.of("ha.yaml", document + keys));
    assertThat(result.problems()).isEmpty();
    Replication replication = Objects.requireNonNull(result.config().replication());
    return PostgresSettings.of(
        Objects.requireNonNull(replication.database()), "us-east-1", PostgresSettingsTest::find);
  }

  private static Supplier<Secret> find(SecretSource source) {
    String name = ((SecretSource.Variable) source).name();
    return () -> {
      if (name.equals("NONE")) {
        throw new IllegalArgumentException("the variable NONE is not set");
      }
      return Secret.of("of" + name);
    };
  }
}
