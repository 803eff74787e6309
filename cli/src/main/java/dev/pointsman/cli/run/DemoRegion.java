package dev.pointsman.cli.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An HTTP service that stands for a region and fails when told to. */
final class DemoRegion implements AutoCloseable {

  private final HttpServer server;
  private final Clock clock;
  private final List<Instant> failures = new ArrayList<>();
  private int answers;
  private boolean healthy = true;

  private DemoRegion(HttpServer server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  static DemoRegion start(Clock clock) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var region = new DemoRegion(server, clock);
    server.createContext("/health", region::answer);
    server.start();
    return region;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status(), -1);
    }
  }

  private synchronized int status() {
    answers++;
    if (healthy) {
      return 200;
    }
    failures.add(clock.instant());
    return 503;
  }

  synchronized void fail() {
    healthy = false;
    failures.clear();
  }

  synchronized void heal() {
    healthy = true;
  }

  /** When it answered with a failure, since it was told to fail. */
  synchronized List<Instant> failures() {
    return List.copyOf(failures);
  }

  /** How often it was asked. */
  synchronized int answers() {
    return answers;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
