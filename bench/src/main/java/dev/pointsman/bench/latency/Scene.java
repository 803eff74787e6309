package dev.pointsman.bench.latency;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every system watches and pages, in this process and so by one clock: an HTTP server that
 * answers for all targets, and one that stands for PagerDuty (Events API v2).
 */
final class Scene implements AutoCloseable {

  private static final String HEALTH = "/health/";
  private static final Pattern NAME = Pattern.compile("trial-\\d{4}");
  private static final Pattern TRIGGER = Pattern.compile("\"event_action\"\\s*:\\s*\"trigger\"");
  private static final byte[] ACCEPTED =
      "{\"status\":\"success\",\"message\":\"Event processed\"}".getBytes(StandardCharsets.UTF_8);
  private static final int THREADS = 8;

  static {
    // Else the end of an answer waits until the other side has acknowledged its beginning.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Map<String, Trial> trials = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer target;
  private final HttpServer pager;

  private Scene(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "trial-%04d", i);
      trials.put(name, new Trial(name));
    }
    target = server(HEALTH, this::health);
    pager = server("/v2/enqueue", this::enqueue);
  }

  /** So many targets, all of which are well. */
  static Scene open(int trials) throws IOException {
    return new Scene(trials);
  }

  private interface Handler {
    void handle(HttpExchange exchange, long nanos) throws IOException;
  }

  private HttpServer server(String path, Handler handler) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        path,
        exchange -> {
          long nanos = System.nanoTime();
          try (exchange) {
            handler.handle(exchange, nanos);
          }
        });
    server.start();
    return server;
  }

  private void health(HttpExchange exchange, long nanos) throws IOException {
    Trial trial = trial(exchange.getRequestURI().getPath());
    // Just before the answer is written: nothing of its way is left out.
    boolean fails = trial != null && trial.answer(System.nanoTime());
    exchange.sendResponseHeaders(trial == null ? 404 : fails ? 503 : 200, -1);
  }

  private void enqueue(HttpExchange exchange, long nanos) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Trial trial = trial(body);
    if (trial != null && TRIGGER.matcher(body).find()) {
      trial.page(nanos);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(202, ACCEPTED.length);
    exchange.getResponseBody().write(ACCEPTED);
  }

  private @Nullable Trial trial(String text) {
    Matcher name = NAME.matcher(text);
    return name.find() ? trials.get(name.group()) : null;
  }

  List<Trial> trials() {
    return new ArrayList<>(trials.values());
  }

  /** Where the target of a trial is asked whether it is well. */
  URI target(Trial trial) {
    return address(target).resolve(HEALTH + trial.name());
  }

  /** Where pages go, in place of {@code https://events.pagerduty.com/v2/enqueue}. */
  URI pager() {
    return address(pager).resolve("/v2/enqueue");
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    target.stop(0);
    pager.stop(0);
    threads.shutdownNow();
  }
}
