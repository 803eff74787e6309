package dev.pointsman.agent.postgres;

import java.util.Properties;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

/**
 * Holds a server's certificate against the name of its host even where the connection was made to
 * an address, as libpq does with {@code hostaddr}. The driver makes one for each connection.
 */
public final class NamedHostVerifier implements HostnameVerifier {

  /** The connection property that has the name. */
  static final String HOST = "pointsman.host";

  private final String host;

  public NamedHostVerifier(Properties properties) {
    String named = properties.getProperty(HOST);
    if (named == null) {
      throw new IllegalArgumentException("the property " + HOST + " is missing");
    }
    this.host = named;
  }

  @Override
  public boolean verify(String connectedTo, SSLSession session) {
    return PGjdbcHostnameVerifier.INSTANCE.verify(host, session);
  }
}
