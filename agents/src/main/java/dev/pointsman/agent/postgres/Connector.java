package dev.pointsman.agent.postgres;

import dev.pointsman.connector.http.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections whose every step is bounded in time, and each answer in size. */
final class Connector {

  private static final Driver DRIVER = new Driver();

  /** What the driver logs in each round of a server that it cannot use, it throws as well. */
  private static final Logger DRIVERS_LOG = Logger.getLogger("org.postgresql");

  static {
    DRIVERS_LOG.setLevel(Level.OFF);
  }

  /** Of one answer; a thousand standbys take a tenth of it. */
  private static final String MAX_ANSWER = "4M";

  private final Login login;
  private final Duration timeout;
  private volatile @Nullable Secret shown;

  Connector(Login login, Duration timeout) {
    this.login = login;
    this.timeout = timeout;
  }

  Connection connect(InstanceAddress instance) throws SQLException {
    Connection connection = DRIVER.connect(url(instance), properties(instance));
    if (connection == null) {
      throw new SQLException("the driver does not take " + url(instance));
    }
    return connection;
  }

  private String url(InstanceAddress instance) {
    return "jdbc:postgresql://"
        + instance.shown()
        + "/"
        + URLEncoder.encode(login.database(), StandardCharsets.UTF_8);
  }

  private Properties properties(InstanceAddress instance) {
    var properties = new Properties();
    PGProperty.USER.set(properties, login.user());
    Secret password = login.password() == null ? null : login.password().get();
    if (password != null) {
      shown = password;
      PGProperty.PASSWORD.set(properties, password.reveal());
    }
    PGProperty.APPLICATION_NAME.set(properties, "pointsman");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "13");
    // The driver counts these in whole seconds; who asks holds it to the millisecond.
    int seconds = Math.toIntExact(timeout.plusMillis(999).toSeconds());
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
    PGProperty.SSL_RESPONSE_TIMEOUT.set(properties, Math.toIntExact(timeout.toMillis()));
    PGProperty.OPTIONS.set(properties, "-c statement_timeout=" + timeout.toMillis());
    PGProperty.MAX_RESULT_BUFFER.set(properties, MAX_ANSWER);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.SSL_MODE.set(properties, login.sslMode().text());
    if (login.rootCertificate() != null) {
      PGProperty.SSL_ROOT_CERT.set(properties, login.rootCertificate().toString());
    }
    if (login.sslMode() == SslMode.VERIFY_FULL) {
      PGProperty.SSL_HOSTNAME_VERIFIER.set(properties, NamedHostVerifier.class.getName());
      properties.setProperty(NamedHostVerifier.HOST, instance.host());
    }
    return properties;
  }

  /** The password that servers were shown last; null where they were shown none. */
  @Nullable Secret shown() {
    return shown;
  }
}
