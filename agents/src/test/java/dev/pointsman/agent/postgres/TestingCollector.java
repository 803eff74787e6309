package dev.pointsman.agent.postgres;

import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.agent.event.ReplicationLagEvent;
import dev.pointsman.agent.postgres.PostgresSettings.Expected;
import dev.pointsman.connector.http.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A collector whose settings a test may change before its first round, and what it told. */
final class TestingCollector implements AutoCloseable {

  static final String PASSWORD = "s3cret-of-the-agent";
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Path DOCUMENTATION = Path.of("..", "docs", "agents", "postgresql.md");
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  private final List<InstanceAddress> instances = new ArrayList<>();
  private @Nullable PostgresCollector collector;

  final TestingSink told = new TestingSink();
  String database = "postgres";
  @Nullable String password = PASSWORD;
  @Nullable Supplier<Secret> secret;
  Clock clock = Clock.systemUTC();
  SslMode sslMode = SslMode.DISABLE;
  @Nullable Path rootCertificate;
  Expected expected = new Expected("asynchronous", null);
  @Nullable String heartbeatTable = "pointsman_heartbeat";

  /** Gives the agent the rights that the documentation asks for, and no others. */
  static void grantWhatIsDocumented(TestingPostgres primary) throws IOException, SQLException {
    Matcher sql = SQL.matcher(Files.readString(DOCUMENTATION));
    if (!sql.find()) {
      throw new AssertionError("no SQL in " + DOCUMENTATION);
    }
    primary.execute(sql.group(1).replace("change-me", PASSWORD));
  }

  TestingCollector with(String name, TestingPostgres server) {
    return with(new InstanceAddress(name, "us-west-2", "127.0.0.1", server.port(), null));
  }

  TestingCollector with(InstanceAddress instance) {
    instances.add(instance);
    return this;
  }

  /** What one round tells. */
  TestingSink round() throws IOException, InterruptedException {
    if (collector == null) {
      String given = password;
      var login =
          new Login(
              database,
              "pointsman",
              secret != null || given == null ? secret : () -> Secret.of(given),
              sslMode,
              rootCertificate);
      var settings =
          new PostgresSettings(
              "orders",
              "us-east-1",
              instances,
              login,
              expected,
              TIMEOUT.multipliedBy(2),
              TIMEOUT,
              heartbeatTable);
      collector = new PostgresCollector(settings, clock);
    }
    told.forget();
    try {
      collector.collect(told);
    } catch (NoAnswerException e) {
      e.findings().forEach(told::accept);
      throw e;
    }
    return told;
  }

  /** The one value that the last round told of a metric of an instance, or null. */
  @Nullable Double value(String metric, String instance) {
    List<Double> values = told.values(metric, "instance", instance);
    if (values.size() > 1) {
      throw new AssertionError(metric + " of " + instance + " was told as " + values);
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** The one lag that the last round told of a replica, or null. */
  @Nullable ReplicationLagEvent lag(String replica) {
    List<ReplicationLagEvent> lags = told.lags(replica);
    if (lags.size() > 1) {
      throw new AssertionError("lags of " + replica + ": " + lags);
    }
    return lags.isEmpty() ? null : lags.get(0);
  }

  /** Why an instance is down, as the last round told it; null where it is up. */
  @Nullable String failure(String instance) {
    return told.of("postgresql_failure", "instance", instance).stream()
        .map(each -> each.labels().get("reason"))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    if (collector != null) {
      collector.close();
    }
  }
}
