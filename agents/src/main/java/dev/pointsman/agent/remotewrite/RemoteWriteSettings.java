package dev.pointsman.agent.remotewrite;

import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.config.RemoteWrite;
import dev.pointsman.config.SecretSource;
import dev.pointsman.connector.http.Secret;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where and what is taken.
 *
 * @param listen port 0 for any that is free
 * @param path of the URL, such as {@code /api/v1/write}
 * @param token that a sender must show, read anew for each request; null where none is asked for
 * @param maxBytes of a request, as it comes and unpacked
 */
public record RemoteWriteSettings(
    InetSocketAddress listen,
    String path,
    MetricSelection metrics,
    @Nullable Supplier<Secret> token,
    int maxBytes) {

  public RemoteWriteSettings {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path starts with /, not as " + path);
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("a limit must be more than 0");
    }
  }

  /** What a configuration says. */
  public static RemoteWriteSettings of(RemoteWrite config, ConfiguredSecrets secrets) {
    SecretSource token = config.token();
    return new RemoteWriteSettings(
        new InetSocketAddress(config.listen().host(), config.listen().port()),
        config.path(),
        new MetricSelection(config.metrics()),
        token == null ? null : secrets.find(token),
        config.maxBytes());
  }
}
