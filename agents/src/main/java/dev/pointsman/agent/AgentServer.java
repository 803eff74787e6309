package dev.pointsman.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} for Prometheus, {@code /healthz}: whether the process works, and {@code
 * /readyz}: whether what it tells arrives, each 200 or 503 with the reasons. Requests wait for few
 * threads, and those that are too many or too slow are ended.
 */
final class AgentServer implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int MAX_WAITING = 32;
  private static final String TEXT = "text/plain; charset=utf-8";

  static {
    // Read once by the JDK's server, in seconds: else a client may take forever to ask.
    setIfAbsent("sun.net.httpserver.maxReqTime", "10");
    setIfAbsent("sun.net.httpserver.maxRspTime", "60");
    setIfAbsent("sun.net.httpserver.maxIdleConnections", "32");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(MAX_WAITING),
          task -> {
            var thread = new Thread(task, "agent http");
            thread.setDaemon(true);
            return thread;
          });

  private AgentServer(HttpServer server) {
    this.server = server;
    workers.allowCoreThreadTimeOut(true);
    server.setExecutor(workers);
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Serves from now on.
   *
   * @param title what {@code /} says it is
   * @param alive whether the process works
   * @param troubles why it is not ready; none where it is
   * @throws CannotStartAgentException if the address cannot be listened on
   */
  static AgentServer start(
      InetSocketAddress address,
      String title,
      CollectorRegistry registry,
      BooleanSupplier alive,
      Supplier<List<String>> troubles) {
    HttpServer http;
    try {
      http = HttpServer.create(address, MAX_WAITING);
    } catch (IOException e) {
      throw new CannotStartAgentException(
          "cannot listen on %s:%d: %s".formatted(host(address), address.getPort(), e.getMessage()),
          e);
    }
    var server = new AgentServer(http);
    var metrics = new HTTPMetricHandler(registry);
    server.serve("/metrics", metrics);
    server.serve(
        "/healthz",
        exchange ->
            answer(exchange, alive.getAsBoolean() ? List.of() : List.of("its timer stands still")));
    server.serve("/readyz", exchange -> answer(exchange, troubles.get()));
    server.serve("/", exchange -> send(exchange, 200, title + "\n\n/metrics\n/healthz\n/readyz\n"));
    http.start();
    return server;
  }

  private static String host(InetSocketAddress address) {
    return address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
  }

  /** At this path alone, to who only asks. */
  private void serve(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
              send(exchange, HttpURLConnection.HTTP_NOT_FOUND, "not found\n");
              return;
            }
            switch (exchange.getRequestMethod()) {
              case "GET" -> handler.handle(exchange);
              case "HEAD" -> exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
              default -> {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, HttpURLConnection.HTTP_BAD_METHOD, "only GET and HEAD\n");
              }
            }
          }
        });
  }

  private static void answer(HttpExchange exchange, List<String> troubles) throws IOException {
    if (troubles.isEmpty()) {
      send(exchange, HttpURLConnection.HTTP_OK, "ok\n");
    } else {
      String text = String.join("\n", troubles) + "\n";
      send(exchange, HttpURLConnection.HTTP_UNAVAILABLE, text);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", TEXT);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
