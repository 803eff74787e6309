package dev.pointsman.agent.postgres;

import dev.pointsman.config.DatabaseCluster;
import dev.pointsman.config.SecretSource;
import dev.pointsman.connector.http.Secret;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * As whom an instance is asked, and how the connection is secured.
 *
 * @param database where the heartbeat's table is
 * @param password asked for each connection, so that a new one is found; null where the server asks
 *     for none
 * @param rootCertificate who signs the servers' certificates, in PEM; read with {@code verify-ca}
 *     and {@code verify-full}
 */
public record Login(
    String database,
    String user,
    @Nullable Supplier<Secret> password,
    SslMode sslMode,
    @Nullable Path rootCertificate) {

  public Login {
    if (sslMode.verifies() != (rootCertificate != null)) {
      throw new IllegalArgumentException(
          "a root certificate goes with verify-ca and verify-full, and with nothing else");
    }
  }

  static Login of(DatabaseCluster.Login login, Function<SecretSource, Supplier<Secret>> secrets) {
    SecretSource source = login.password();
    Supplier<Secret> password = source == null ? null : secrets.apply(source);
    if (password != null) {
      var unused = password.get(); // what cannot be read is told at once
    }
    return new Login(
        login.database(), login.user(), password, SslMode.of(login.sslMode()), login.sslRootCert());
  }
}
