package dev.pointsman.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.fault.OwnFaultException;
import dev.pointsman.config.SecretSource;
import dev.pointsman.connector.http.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps an agent out, of a server whose certificate is for {@code db.example.com}. */
class PostgresAccessIT {

  private static final String STORE_PASSWORD = "changeit";

  private static TestingPostgres server;
  private static Path certificate;

  private TestingCollector collector;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    KeyStore keys = selfSigned(folder.resolve("keys.p12"));
    String certified = pem("CERTIFICATE", keys.getCertificate("db").getEncoded());
    certificate = Files.writeString(folder.resolve("db.crt"), certified);
    server = TestingPostgres.primary(Map.of());
    server.write("server.crt", certified);
    server.write(
        "server.key",
        pem("PRIVATE KEY", keys.getKey("db", STORE_PASSWORD.toCharArray()).getEncoded()));
    server.configure(Map.of("ssl", "on"));
    server.execute("SELECT pg_reload_conf()");
    server.await("current_setting('ssl') = 'on'");
    TestingCollector.grantWhatIsDocumented(server);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void newCollector() {
    collector = new TestingCollector();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void anAnswerThatIsTooLongIsAnError() throws Exception {
    var login =
        new Login(
            "postgres",
            "pointsman",
            () -> Secret.of(TestingCollector.PASSWORD),
            SslMode.DISABLE,
            null);
    var address = new InstanceAddress("r1", "us-west-2", "127.0.0.1", server.port(), null);
    try (Connection connection = new Connector(login, Duration.ofSeconds(30)).connect(address);
        Statement statement = connection.createStatement()) {
      String rows = "SELECT repeat('x', 100000) FROM generate_series(1, %d)";
      assertThatCode(() -> statement.executeQuery(rows.formatted(30))).doesNotThrowAnyException();
      assertThatThrownBy(() -> statement.executeQuery(rows.formatted(100)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("maxResultBuffer");
    }
  }

  @Test
  void aWrongPasswordIsToldAndTheRightOneIsNot() {
    collector.with("r1", server).password = "wrong-one";
    assertThatThrownBy(() -> collector.round())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no instance of orders answered: r1 (127.0.0.1:")
        .hasMessageContaining("password authentication failed for user \"pointsman\"")
        .hasMessageNotContaining("wrong-one");
    assertThat(collector.failure("r1")).isEqualTo("authentication");
    assertThat(collector.value("postgresql_up", "r1")).isEqualTo(0);
    assertThat(collector.told.of("postgresql_primaries")).isEmpty();
  }

  @Test
  void aPasswordThatIsAskedForAndNotKnownIsTold() {
    collector.with("r1", server).password = null;
    assertThatThrownBy(() -> collector.round()).hasMessageContaining("no password was provided");
    assertThat(collector.failure("r1")).isEqualTo("authentication");
  }

  @Test
  void aPasswordWhoseFileIsGoneIsNotTheServersFault(@TempDir Path folder) {
    Path gone = folder.resolve("password");
    collector.with("r1", server).secret =
        new ConfiguredSecrets(Map.of()).find(new SecretSource.File(gone));
    assertThatThrownBy(() -> collector.round())
        .isInstanceOf(OwnFaultException.class)
        .hasMessage("a secret is missing: there is no file " + gone);
    assertThat(collector.told.readings()).isEmpty();
  }

  @Test
  void aDatabaseThatIsNotThereIsTold() {
    collector.with("r1", server).database = "no/such?one";
    assertThatThrownBy(() -> collector.round())
        .hasMessageContaining("database \"no/such?one\" does not exist");
    assertThat(collector.failure("r1")).isEqualTo("database");
  }

  @Test
  void aRoleThatMayNotLookIsTold() throws Exception {
    server.execute("REVOKE pg_read_all_stats FROM pointsman");
    try {
      collector.with("r1", server);
      assertThatThrownBy(() -> collector.round()).hasMessageContaining("lacks pg_read_all_stats");
      assertThat(collector.failure("r1")).isEqualTo("permission");
    } finally {
      server.execute("GRANT pg_read_all_stats TO pointsman");
    }
  }

  @Test
  void aHeartbeatThatCannotBeWrittenIsToldAndTheRestIsToo() throws Exception {
    collector.with("r1", server).heartbeatTable = "elsewhere.pointsman_heartbeat";
    collector.round();
    assertThat(collector.value("postgresql_heartbeat_up", "r1")).isEqualTo(0);
    assertThat(collector.value("postgresql_up", "r1")).isEqualTo(1);
  }

  @Test
  void theServersCertificateIsHeldAgainstItsNameAndNotItsAddress() throws Exception {
    collector.sslMode = SslMode.VERIFY_FULL;
    collector.rootCertificate = certificate;
    collector
        .with(new InstanceAddress("r1", "us-west-2", "db.example.com", server.port(), "127.0.0.1"))
        .with(new InstanceAddress("r2", "us-west-2", "db.example.org", server.port(), "127.0.0.1"))
        .round();
    assertThat(collector.value("postgresql_up", "r1")).isEqualTo(1);
    assertThat(collector.failure("r2")).isEqualTo("tls");
  }

  @Test
  void whoDoesNotVerifyIsEncryptedAllTheSame() throws Exception {
    collector.with("r1", server).sslMode = SslMode.REQUIRE;
    collector.round();
    assertThat(
            server.query(
                "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                    + " WHERE usename = 'pointsman'"))
        .isEqualTo("t");
  }

  @Test
  void aServerThatStoppedBeforeTheFirstRoundIsTold() {
    collector.with("r1", server);
    server.freeze();
    try {
      assertThatThrownBy(() -> collector.round()).hasMessageContaining("2 s");
      assertThat(collector.failure("r1")).isEqualTo("timeout");
    } finally {
      server.thaw();
    }
  }

  @Test
  void aServerOfAnotherClusterIsNotWrittenTo() throws Exception {
    try (TestingPostgres other = TestingPostgres.primary(Map.of())) {
      TestingCollector.grantWhatIsDocumented(other);
      collector.with("r1", server).with("r2", other).round();
      assertThat(collector.value("postgresql_system_identifier_differs", "r1")).isEqualTo(0);
      assertThat(collector.value("postgresql_system_identifier_differs", "r2")).isEqualTo(1);
      assertThat(collector.told.values("postgresql_primaries")).containsExactly(1.0);
      assertThat(other.query("SELECT count(*) FROM pointsman_heartbeat")).isEqualTo("0");
    }
  }

  @Test
  void nobodyWhoListensIsTold() {
    collector.with(new InstanceAddress("r1", "us-west-2", "127.0.0.1", 1, null));
    assertThatThrownBy(() -> collector.round()).hasMessageContaining("refused");
    assertThat(collector.failure("r1")).isEqualTo("unreachable");
  }

  private static KeyStore selfSigned(Path store) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            "db",
            "-keyalg",
            "EC",
            "-dname",
            "CN=db.example.com",
            "-ext",
            "san=dns:db.example.com",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            STORE_PASSWORD);
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
  }

  private static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text);
  }
}
