package dev.pointsman.connector.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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

  private record Prepared(Reply reply, boolean taken) {}

  /** What was asked. */
  public record Request(String path, String authorization, String body) {

    /** The fields of a body that is a form. */
    public Map<String, String> form() {
      var form = new TreeMap<String, String>();
      for (String pair : body.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
      return form;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Function<Request, Reply> service;
  private final BlockingQueue<Prepared> replies = new LinkedBlockingQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** A server that answers what is prepared by {@link #reply}; without anything prepared, 500. */
  public TestingServer() throws IOException {
    this(request -> Reply.json(500, "nothing was prepared"));
  }

  /** A server that answers what is prepared, and for the rest as {@code service} does. */
  public TestingServer(Function<Request, Reply> service) throws IOException {
    this.service = service;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Prepares an answer to the next request that has none, whatever the service would say. */
  public TestingServer reply(Reply reply) {
    replies.add(new Prepared(reply, false));
    return this;
  }

  /** As {@link #reply}, but the service takes the request; its answer is lost. */
  public TestingServer replyThoughTaken(Reply reply) {
    replies.add(new Prepared(reply, true));
    return this;
  }

  /** How many prepared answers are not used yet. */
  public int prepared() {
    return replies.size();
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
    var request =
        new Request(
            exchange.getRequestURI().getPath(), authorization == null ? "" : authorization, body);
    requests.add(request);
    Prepared prepared = replies.poll();
    if (prepared == null || prepared.taken()) {
      Reply reply = service.apply(request);
      answer(exchange, prepared == null ? reply : prepared.reply());
    } else {
      answer(exchange, prepared.reply());
    }
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
