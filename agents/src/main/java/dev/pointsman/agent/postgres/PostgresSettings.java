package dev.pointsman.agent.postgres;

import dev.pointsman.config.DatabaseCluster;
import dev.pointsman.config.Replication;
import dev.pointsman.config.SecretSource;
import dev.pointsman.connector.http.Secret;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL cluster that is to be watched.
 *
 * @param cluster the label {@code cluster}
 * @param observer who looks; the label {@code observer}, and the key of the heartbeat's row
 * @param timeout in which an instance has to answer; twice that is not longer than the interval
 * @param heartbeatTable where the heartbeat is written, with its schema or without; null: nowhere,
 *     and then lag is not told in milliseconds
 */
public record PostgresSettings(
    String cluster,
    String observer,
    List<InstanceAddress> instances,
    Login login,
    Expected expected,
    Duration interval,
    Duration timeout,
    @Nullable String heartbeatTable) {

  public PostgresSettings {
    instances = List.copyOf(instances);
    if (instances.isEmpty()) {
      throw new IllegalArgumentException("a cluster has at least one instance");
    }
    var names = new HashSet<String>();
    for (InstanceAddress each : instances) {
      if (!names.add(each.name())) {
        throw new IllegalArgumentException("two instances are called " + each.name());
      }
    }
    if (timeout.isZero() || timeout.multipliedBy(2).compareTo(interval) > 0) {
      throw new IllegalArgumentException("a timeout must be at most half the interval");
    }
    if (heartbeatTable != null && !DatabaseCluster.isTable(heartbeatTable)) {
      throw new IllegalArgumentException("not the name of a table: " + heartbeatTable);
    }
  }

  /**
   * What a document says of the database, or null where it does not say where it runs.
   *
   * @param secrets finds what the document names, anew each time that it is asked
   * @throws IllegalArgumentException where the password cannot be read, naming its place
   */
  public static @Nullable PostgresSettings of(
      Replication.Database database,
      String observer,
      Function<SecretSource, Supplier<Secret>> secrets) {
    DatabaseCluster cluster = database.cluster();
    if (cluster == null) {
      return null;
    }
    // Who does not say that commits wait for a standby does not miss one.
    String mode = Objects.requireNonNullElse(database.mode(), "asynchronous");
    return new PostgresSettings(
        cluster.name(),
        observer,
        cluster.instances().stream()
            .map(
                each ->
                    new InstanceAddress(
                        each.name(), each.region(), each.host(), each.port(), each.address()))
            .toList(),
        Login.of(cluster.login(), secrets),
        new Expected(mode, database.syncCommit()),
        cluster.interval(),
        cluster.timeout(),
        cluster.heartbeatTable());
  }

  /**
   * What the cluster is meant to be.
   *
   * @param mode the label {@code mode} of {@code postgresql_synchronous_standbys}
   * @param synchronousCommit what {@code synchronous_commit} should be; null where nobody said
   */
  public record Expected(String mode, @Nullable String synchronousCommit) {}
}
