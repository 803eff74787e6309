package dev.pointsman.connector.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real HTTP server on loopback that answers what it is told to, well behaved or not. */
public final class TestingServer implements AutoCloseable {

  /** How an answer is given. */
  public enum Manner {
    AT_ONCE,
    /** The request is taken and nothing comes back. */
    NEVER,
    /** The headers come, then a byte now and then, without end. */
    IN_DRIPS
  }

  /** An answer. */
  public record Reply(Manner manner, int status, Map<String, String> headers, String body) {

    public static Reply json(int status, String body) {
      return new Reply(Manner.AT_ONCE, status, Map.of("Content-Type", "application/json"), body);
    }

    public static Reply html(int status) {
      return new Reply(
          Manner.AT_ONCE,
          status,
          Map.of("Content-Type", "text/html"),
          "<html><body><h1>Bad Gateway</h1></body></html>");
    }

    public Reply withHeader(String name, String value) {
      return new Reply(manner, status, Map.of(name, value), body);
    }

    public Reply in(Manner other) {
      return new Reply(other, status, headers, body);
    }
  }

  /** What was asked. */
  public record Request(String path, String authorization, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  public TestingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The next answer that is not used yet; without one, 500. */
  public TestingServer reply(Reply reply) {
    replies.add(reply);
    return this;
  }

  public List<Request> requests() {
    return requests;
  }

  public URI address(String path) {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(
        new Request(
            exchange.getRequestURI().getPath(), authorization == null ? "" : authorization, body));
    Reply reply = replies.poll();
    answer(exchange, reply == null ? Reply.json(500, "nothing was prepared") : reply);
  }

  private void answer(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      if (reply.manner() == Manner.NEVER) {
        closed.await();
        return;
      }
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      boolean drips = reply.manner() == Manner.IN_DRIPS;
      exchange.sendResponseHeaders(reply.status(), drips ? 0 : body.length == 0 ? -1 : body.length);
      OutputStream out = exchange.getResponseBody();
      while (drips && !closed.await(20, TimeUnit.MILLISECONDS)) {
        out.write(' ');
        out.flush();
      }
      out.write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
