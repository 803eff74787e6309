package dev.pointsman.agent.remotewrite;

import dev.pointsman.agent.metric.MetricSelection;
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

  public static final String DEFAULT_PATH = "/api/v1/write";

  /** Prometheus' own requests have some 100 KB. */
  public static final int DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

  public RemoteWriteSettings {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path starts with /, not as " + path);
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("a limit must be more than 0");
    }
  }
}
