package dev.pointsman.connector.pagerduty;

import com.sun.net.httpserver.HttpServer;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.Destination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Plays a page from the alert's JSON to the answer, before a server of its own on the loopback
 * address: the first real page then takes no longer than those after it. Nobody else hears of it.
 */
final class Rehearsal {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Secret KEY = Secret.of("00000000000000000000000000000000");
  private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);

  private static final byte[] ALERT =
      """
      {"alert":"rehearsal","state":"firing","reason":"condition","severity":"critical",
       "labels":{"check":"rehearsal"},"fingerprint":"rehearsal","value":3.0,"at":1763700000000,
       "starts_at":1763700000000,"ends_at":null,
       "evidence":[{"labels":{"target":"rehearsal"},"value":1.0,"timestamp":1763700000000}],
       "annotations":{"summary":"rehearsal"},
       "notifications":[{"type":"pagerduty","severity":"critical"}],"actions":[]}
      """
          .getBytes(StandardCharsets.UTF_8);

  private Rehearsal() {}

  /**
   * Plays it.
   *
   * @param secured whether real pages go over TLS
   * @return what became of it
   */
  static Answer play(boolean secured) throws IOException, InterruptedException {
    if (secured) {
      beginHandshake();
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(202, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
          }
        });
    server.start();
    try {
      var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      return new PagerDutyReceiver(new PagerDutyClient(address, KEY, TIMEOUT)).deliver(trigger());
    } finally {
      server.stop(0);
    }
  }

  private static Delivery trigger() {
    Transition alert = TransitionJson.read(ALERT);
    return new Delivery(
        Destination.of(alert.notifications().get(0)),
        Delivery.Kind.TRIGGER,
        alert.severity(),
        alert,
        null,
        null,
        false,
        false,
        0,
        alert.at());
  }

  /** The first words of a client, which need most of what TLS needs. */
  private static void beginHandshake() throws IOException {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      engine.beginHandshake();
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
