package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pointsman.cli.embedded.CannotStartException;
import dev.pointsman.cli.embedded.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PagerDuty and Slack on loopback: takes what they would take, refuses what they would refuse, and
 * shows it on a page. What it accepted is there again when it is started on the same file.
 */
public final class Inbox implements AutoCloseable {

  /** Of the shape that PagerDuty's keys have, and worth nothing anywhere else. */
  public static final String ROUTING_KEY = "0inbox0inbox0inbox0inbox0inbox00";

  /** Of the shape that Slack's tokens have, and worth nothing anywhere else. */
  public static final String BOT_TOKEN = "xoxb-inbox";

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final int REFUSALS_KEPT = 50;
  private static final String SLACK_PATH = "/api/";
  private static final int LARGEST_BODY = 1024 * 1024;

  private final HttpServer server;
  private final ExecutorService workers;
  private final Clock clock;
  private final InboxJournal journal;
  private final PagerDutyInbox pagerDuty = new PagerDutyInbox();
  private final SlackInbox slack;
  private final Deque<Refusal> refusals = new ArrayDeque<>();

  private Inbox(HttpServer server, InboxJournal journal, Clock clock, boolean limitsRate) {
    this.server = server;
    this.journal = journal;
    this.clock = clock;
    this.slack = new SlackInbox(limitsRate);
    this.workers =
        Executors.newFixedThreadPool(
            4,
            task -> {
              var thread = new Thread(task, "inbox");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to listen.
   *
   * @param file remembers what it accepts; made if it is not there
   * @param limitsRate whether more than about one message a second and channel is answered with 429
   * @throws CannotStartException when the port is taken or the file cannot be used
   */
  public static Inbox start(LoopbackPort port, Path file, Clock clock, boolean limitsRate) {
    HttpServer server;
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()), 0);
    } catch (IOException e) {
      throw port.taken(e);
    }
    Inbox inbox;
    try {
      InboxJournal journal = InboxJournal.open(file, InboxJournal.BYTES_KEPT);
      inbox = new Inbox(server, journal, clock, limitsRate);
      journal.requests().forEach(inbox::replay);
    } catch (IOException e) {
      server.stop(0);
      throw new CannotStartException("the inbox's file " + file + " cannot be used: " + e, e);
    }
    server.setExecutor(inbox.workers);
    server.createContext("/", exchange -> inbox.handle(exchange, inbox::page));
    server.createContext(PagerDutyInbox.PATH, exchange -> inbox.handle(exchange, inbox::enqueue));
    server.createContext(SLACK_PATH, exchange -> inbox.handle(exchange, inbox::api));
    server.start();
    return inbox;
  }

  private void replay(AcceptedRequest request) {
    if (request.path().equals(PagerDutyInbox.PATH)) {
      pagerDuty.replay(request.body(), request.at());
      return;
    }
    String method = request.path().substring(SLACK_PATH.length());
    try {
      slack.replay(method, request.body(), request.at());
    } catch (SlackRefusal e) {
      LOG.info("A {} of {} is of a forgotten message", method, request.at(), e);
    }
  }

  /** Of the page. */
  public URI address() {
    return URI.create("http://" + LoopbackPort.HOST + ":" + server.getAddress().getPort() + "/");
  }

  /** Where events go, in place of {@code https://events.pagerduty.com/v2/enqueue}. */
  public URI pagerDutyAddress() {
    return address().resolve("v2/enqueue");
  }

  /** What the methods' names are put behind, in place of {@code https://slack.com/api/}. */
  public URI slackAddress() {
    return address().resolve("api/");
  }

  /** Newest first. */
  public List<Incident> incidents() {
    return pagerDuty.incidents();
  }

  /** Newest first. */
  public List<SlackMessage> messages() {
    return slack.messages();
  }

  /** What was refused, newest first. */
  public List<Refusal> refusals() {
    synchronized (refusals) {
      return List.copyOf(refusals);
    }
  }

  private Response enqueue(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return Response.text(405, "expected POST\n");
    }
    Instant now = clock.instant();
    Answer answer =
        pagerDuty.enqueue(
            body(exchange),
            now,
            accepted -> journal.append(new AcceptedRequest(now, PagerDutyInbox.PATH, accepted)));
    if (answer.status() != 202) {
      refused(exchange, answer.status(), joined(answer.body().path("errors")));
    }
    return Response.json(answer);
  }

  private Response api(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestURI().getPath().substring(SLACK_PATH.length());
    return switch (method) {
      case "incidents" -> Response.json(Answer.of(200, InboxJson.incidents(incidents())));
      case "messages" -> Response.json(Answer.of(200, InboxJson.messages(messages())));
      default -> slack(exchange, method);
    };
  }

  private Response slack(HttpExchange exchange, String method) throws IOException {
    try {
      var headers = exchange.getRequestHeaders();
      SlackRequest request =
          SlackRequest.parse(
              headers.getFirst("Authorization"),
              headers.getFirst("Content-Type"),
              exchange.getRequestURI().getRawQuery(),
              body(exchange));
      Instant now = clock.instant();
      Answer answer =
          slack.call(
              method,
              request,
              now,
              accepted -> journal.append(new AcceptedRequest(now, SLACK_PATH + method, accepted)));
      if (answer.status() != 200) {
        refused(exchange, answer.status(), answer.body().path("error").asText());
      }
      return Response.json(answer);
    } catch (SlackRefusal refusal) {
      refused(
          exchange, 200, String.join(" ", refusal.error(), String.join(" ", refusal.details())));
      return Response.json(Answer.of(200, InboxJson.slackError(refusal)));
    }
  }

  private Response page(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    return switch (path) {
      case "/" -> Response.html(InboxPage.whole(incidents(), messages(), refusals()));
      case "/now" -> Response.html(InboxPage.content(incidents(), messages(), refusals()));
      case "/inbox.css" -> Response.resource("inbox.css", "text/css");
      case "/inbox.js" -> Response.resource("inbox.js", "text/javascript");
      default -> Response.text(404, "nothing here\n");
    };
  }

  private void refused(HttpExchange exchange, int status, String reason) {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    synchronized (refusals) {
      refusals.addFirst(new Refusal(clock.instant(), request, status, reason));
      if (refusals.size() > REFUSALS_KEPT) {
        refusals.removeLast();
      }
    }
  }

  private static String joined(Iterable<? extends JsonNode> texts) {
    return String.join(
        "; ", StreamSupport.stream(texts.spliterator(), false).map(each -> each.asText()).toList());
  }

  /** At most a little more than any limit, so that the limits can say what they have to. */
  private static byte[] body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      return in.readNBytes(LARGEST_BODY);
    }
  }

  private void handle(HttpExchange exchange, Route route) {
    try (exchange) {
      Response response = answered(exchange, route);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", response.contentType() + "; charset=utf-8");
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'");
      response.headers().forEach(headers::set);
      byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(response.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      LOG.info("The other side of {} went away", exchange.getRequestURI().getPath(), e);
    }
  }

  /** What could not be remembered is not accepted; whoever sent it tries again. */
  private static Response answered(HttpExchange exchange, Route route) throws IOException {
    try {
      return route.answer(exchange);
    } catch (UncheckedIOException e) {
      LOG.error("Cannot take {}", exchange.getRequestURI().getPath(), e);
      return Response.text(500, "the inbox cannot write to its file\n");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    journal.close();
  }

  private interface Route {
    Response answer(HttpExchange exchange) throws IOException;
  }

  private record Response(
      int status, String contentType, String body, Map<String, String> headers) {

    static Response json(Answer answer) {
      return new Response(
          answer.status(), "application/json", answer.body().toString(), answer.headers());
    }

    static Response html(String html) {
      return new Response(200, "text/html", html, Map.of());
    }

    static Response text(int status, String text) {
      return new Response(status, "text/plain", text, Map.of());
    }

    static Response resource(String name, String type) {
      try (InputStream in = Inbox.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("resource " + name + " is missing");
        }
        return new Response(
            200, type, new String(in.readAllBytes(), StandardCharsets.UTF_8), Map.of());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
