package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.Durations;
import dev.pointsman.yaml.Key;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the database of {@code replication.database} runs, and how it is asked.
 *
 * @param name the label {@code cluster}
 * @param timeout of one instance; at most half the interval
 * @param heartbeatTable null where no heartbeat is written
 */
public record DatabaseCluster(
    String name,
    List<Instance> instances,
    Login login,
    Duration interval,
    Duration timeout,
    @Nullable String heartbeatTable) {

  /**
   * A server.
   *
   * @param host what its certificate is for, and where it is unless there is an address
   * @param address an IP address, or null
   */
  public record Instance(
      String name, String region, String host, int port, @Nullable String address) {}

  /**
   * As whom it is asked.
   *
   * @param password null where the server asks for none
   * @param sslMode as libpq has it, such as {@code verify-full}
   * @param sslRootCert in PEM; there with {@code verify-ca} and {@code verify-full}, else null
   */
  public record Login(
      String database,
      String user,
      @Nullable SecretSource password,
      String sslMode,
      @Nullable Path sslRootCert) {}

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
  private static final int DEFAULT_PORT = 5432;
  private static final String DEFAULT_TABLE = "pointsman_heartbeat";
  private static final String TABLE_PATTERN = "[a-z_][a-z0-9_]{0,62}(\\.[a-z_][a-z0-9_]{0,62})?";

  private static final Shape ADDRESS =
      Scalars.text(
          "an IP address",
          "[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*",
          text ->
              text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                      || (text.contains(":") && Scalars.isHost(text))
                  ? null
                  : "an IP address, not " + Nodes.quote(text));

  private static final ObjectType INSTANCE =
      ObjectType.of(
          "an instance",
          required("name", Scalars.NAME, "Its label, and the application_name it replicates as."),
          required("region", Scalars.NAME, "The region it is in."),
          required("host", Scalars.HOST, "A name of this one machine, not one that moves."),
          optional("port", Scalars.PORT, "Default 5432."),
          optional("hostaddr", ADDRESS, "Its IP address, so that no name has to be resolved."));

  private static final ObjectType HEARTBEAT =
      ObjectType.of(
          "replication.database.heartbeat",
          optional(
              "enabled", Scalars.TRUTH, "Whether lag is measured in milliseconds; default yes."),
          optional(
              "table",
              Shapes.matching(
                  TABLE_PATTERN, "a table, with its schema or without, that needs no quotes"),
              "Default pointsman_heartbeat."));

  /** The keys of {@code replication.database} that are about this. */
  static final List<Key> KEYS =
      List.of(
          optional("cluster", Scalars.NAME, "The label cluster; default database."),
          optional(
              "collect",
              Scalars.TRUTH,
              "Whether pointsman collect asks it (the default) or something else does."),
          optional("instances", Shapes.objects(INSTANCE), "All servers, the primary among them."),
          optional("database", Shapes.TEXT, "Where the heartbeat's table is; default postgres."),
          optional("user", Shapes.TEXT, "The role to log in as; default pointsman."),
          SecretSource.env("password", "role's password"),
          SecretSource.file("password", "role's password"),
          optional(
              "sslmode",
              Shapes.oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
              "As for libpq; default require."),
          optional(
              "ssl_root_cert",
              Shapes.TEXT,
              "PEM; who signs the servers' certificates, for verify-ca and verify-full."),
          optional("interval", Scalars.SECONDS, "Between two rounds; default 5 (seconds)."),
          optional(
              "timeout",
              Scalars.SECONDS,
              "For each instance to answer, at most half the interval; default 2 (seconds), or that."),
          optional("heartbeat", Shapes.object(HEARTBEAT), "How lag is measured in milliseconds."));

  public DatabaseCluster {
    instances = List.copyOf(instances);
  }

  /** Whether a text names a table, with its schema or without, and needs no quotes in SQL. */
  public static boolean isTable(String text) {
    return text.matches(TABLE_PATTERN);
  }

  /** What {@code replication.database} says; null where it names no instances, or asks for none. */
  static @Nullable DatabaseCluster read(Block block) {
    Duration interval = block.seconds("interval", DEFAULT_INTERVAL);
    Duration half = interval.dividedBy(2);
    Duration timeout = block.seconds("timeout", Timing.atMost(half, DEFAULT_TIMEOUT));
    if (timeout.compareTo(half) > 0) {
      block.problem(
          "timeout",
          "the timeout (%s) must be at most half the interval (%s)"
              .formatted(
                  Durations.format(timeout.toMillis()), Durations.format(interval.toMillis())));
    }
    boolean collect = block.truth("collect", true);
    Login login = login(block, collect ? AgentKind.COLLECT : null);
    Block heartbeat = block.block("heartbeat");
    String table = heartbeat.text("table", DEFAULT_TABLE);
    var names = new Unique("instance");
    List<Instance> instances =
        block.blocks("instances").stream().map(each -> instance(each, names)).toList();
    if (collect && block.present() && !block.has("instances")) {
      block.missing(AgentKind.COLLECT, "the instances of the database, or collect: no");
    }
    return !collect || instances.isEmpty()
        ? null
        : new DatabaseCluster(
            block.text("cluster", "database"),
            instances,
            login,
            interval,
            timeout,
            heartbeat.truth("enabled", true) ? table : null);
  }

  private static Login login(Block block, @Nullable AgentKind reader) {
    String sslMode = block.text("sslmode", "require");
    Path rootCert = block.path("ssl_root_cert");
    boolean verifies = sslMode.startsWith("verify-");
    if (verifies && !block.has("ssl_root_cert")) {
      block.problem("sslmode", "sslmode " + sslMode + " needs the key \"ssl_root_cert\"");
    } else if (!verifies && block.has("ssl_root_cert")) {
      block.keyProblem(
          "ssl_root_cert", "ssl_root_cert is for verify-ca and verify-full, not " + sslMode);
    }
    if (rootCert != null && reader != null) {
      block.outside(reader, "ssl_root_cert", "ssl_root_cert", new Outside.Authorities(rootCert));
    }
    return new Login(
        block.text("database", "postgres"),
        block.text("user", "pointsman"),
        SecretSource.read(block, "password", reader),
        sslMode,
        rootCert);
  }

  private static Instance instance(Block block, Unique names) {
    names.check(block, "name");
    String region = RegionName.read(block, "region");
    return new Instance(
        block.text("name", ""),
        region == null ? "" : region,
        block.text("host", ""),
        block.whole("port", DEFAULT_PORT),
        block.text("hostaddr"));
  }
}
