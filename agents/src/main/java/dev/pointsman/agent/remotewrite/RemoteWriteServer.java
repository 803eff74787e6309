package dev.pointsman.agent.remotewrite;

import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.server.BoundedServer;
import dev.pointsman.agent.server.Limits;
import dev.pointsman.connector.http.Secret;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Prometheus' remote write, 1.0 and 2.0, over HTTP. What it answered 204 to was told to the
 * sink.
 */
public final class RemoteWriteServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteServer.class);

  private static final Duration SILENCE_INTERVAL = Duration.ofSeconds(10);
  private static final int MAX_CONNECTIONS = 256;
  private static final int THREADS = 2;

  private final RemoteWriteEndpoint endpoint;
  private final BoundedServer server;

  private RemoteWriteServer(RemoteWriteEndpoint endpoint, BoundedServer server) {
    this.endpoint = endpoint;
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param sink where it has no room or loses something, senders are told to keep it themselves
   * @param registry gets metrics of requests and samples
   * @throws IOException where the address cannot be listened on
   * @throws IllegalArgumentException where the token cannot be read
   */
  public static RemoteWriteServer start(
      RemoteWriteSettings settings, EventSink sink, InstantSource clock, CollectorRegistry registry)
      throws IOException {
    Supplier<Secret> token = settings.token();
    if (token != null) {
      var unused = token.get(); // a place without a token is told now and not at the first request
    }
    return start(
        settings,
        new RemoteWriteEndpoint(settings, sink, clock, registry),
        registry,
        Limits.of(MAX_CONNECTIONS, THREADS, settings.maxBytes()));
  }

  static RemoteWriteServer start(
      RemoteWriteSettings settings,
      RemoteWriteEndpoint endpoint,
      CollectorRegistry registry,
      Limits limits)
      throws IOException {
    return new RemoteWriteServer(
        endpoint,
        BoundedServer.start(settings.listen(), "remote write", limits, endpoint, registry));
  }

  /** Tells every ten seconds, from the first on, how long ago a request was taken. */
  void tellSilence(String observer) {
    server.repeat(
        SILENCE_INTERVAL,
        () -> {
          try {
            endpoint.tellSilence(observer, System.nanoTime());
          } catch (RuntimeException e) {
            LOG.error("it could not be told when a request was taken last", e);
          }
        });
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Takes no more requests; those that it has are answered, as far as they end soon. */
  @Override
  public void close() {
    server.close();
  }
}
