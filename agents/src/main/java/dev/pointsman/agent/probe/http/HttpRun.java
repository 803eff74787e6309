package dev.pointsman.agent.probe.http;

import dev.pointsman.agent.probe.Attempt;
import dev.pointsman.agent.probe.Failures;
import dev.pointsman.agent.probe.Network;
import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Phase;
import dev.pointsman.agent.probe.tls.TlsClient;
import dev.pointsman.connector.http.Secret;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a check, over all the connections to which redirects lead. */
final class HttpRun {

  private static final int MAX_HEAD_BYTES = 32 * 1024;
  private static final int MAX_CHUNK_BYTES = 8 * 1024;

  private final HttpCheck check;
  private final Attempt attempt;
  private Map<String, Secret> secrets = Map.of();

  HttpRun(HttpCheck check, Attempt attempt) {
    this.check = check;
    this.attempt = attempt;
  }

  /** Asks the check's own address, once the secrets that it takes are read. */
  void start() {
    if (check.request().secretHeaders().isEmpty()) {
      ask(check.uri(), 0);
      return;
    }
    attempt.enter(Phase.SECRETS);
    Network network = attempt.network();
    network
        .workers()
        .execute(
            () -> {
              try {
                Map<String, Secret> read = check.request().readSecrets();
                network.loop().execute(() -> attempt.goOn(() -> askWith(read)));
              } catch (RuntimeException e) {
                network.loop().execute(() -> attempt.end(Failures.secret(e)));
              }
            });
  }

  private void askWith(Map<String, Secret> read) {
    secrets = read;
    ask(check.uri(), 0);
  }

  /** Asks on a new connection, after {@code hops} redirects. */
  private void ask(URI uri, int hops) {
    String host = HttpCheck.bareHost(uri);
    attempt
        .network()
        .connect(
            attempt,
            host,
            HttpCheck.port(uri),
            channel -> {
              TlsClient tls = check.tls();
              if (HttpCheck.isHttps(uri) && tls != null) {
                tls.secure(attempt, channel, host, secured -> send(secured, uri, hops));
              } else {
                send(channel, uri, hops);
              }
            });
  }

  private void send(Channel channel, URI uri, int hops) {
    attempt.enter(Phase.RESPONSE);
    ChannelPipeline pipeline = channel.pipeline();
    var limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_CHUNK_BYTES)
            .setMaxHeaderSize(MAX_HEAD_BYTES)
            .setMaxChunkSize(MAX_CHUNK_BYTES);
    pipeline.addBefore(Network.END, "codec", new HttpClientCodec(limits, false, false));
    pipeline.addBefore(Network.END, "answer", new HttpAnswer(this, uri, hops));
    boolean trusted =
        HttpCheck.bareHost(uri).equals(check.host())
            && HttpCheck.port(uri) == HttpCheck.port(check.uri())
            && HttpCheck.isHttps(uri) == HttpCheck.isHttps(check.uri());
    var unused =
        channel
            .writeAndFlush(check.request().to(uri, trusted ? secrets : Map.of()))
            .addListener(
                future -> {
                  if (!future.isSuccess()) {
                    attempt.fail(future.cause());
                  }
                });
  }

  /** The head of the answer is there; returns whether its body is needed. */
  boolean head(Channel channel, URI uri, int hops, HttpResponse head) {
    attempt.heardFrom(((InetSocketAddress) channel.remoteAddress()).getAddress());
    int status = head.status().code();
    String location = head.headers().get(HttpHeaderNames.LOCATION);
    if (isRedirect(status) && location != null && check.redirects().followed()) {
      follow(channel, uri, hops, status, location);
      return false;
    }
    String complaint = HttpVerdict.complaint(check.expected(), status, head.headers());
    if (complaint != null) {
      attempt.end(Outcome.unwell(attempt.elapsed(), complaint));
      return false;
    }
    if (!HttpVerdict.needsBody(check.expected())) {
      attempt.end(Outcome.up(attempt.elapsed()));
      return false;
    }
    attempt.enter(Phase.BODY);
    return true;
  }

  /** All of the body that is looked at is there. */
  void body(String text) {
    String complaint = HttpVerdict.complaint(check.expected(), text);
    attempt.end(verdict(complaint));
  }

  Attempt attempt() {
    return attempt;
  }

  private Outcome verdict(@Nullable String complaint) {
    return complaint == null
        ? Outcome.up(attempt.elapsed())
        : Outcome.unwell(attempt.elapsed(), complaint);
  }

  private void follow(Channel channel, URI uri, int hops, int status, String location) {
    if (hops == Redirects.MAX) {
      attempt.end(Outcome.unwell(attempt.elapsed(), "more than " + Redirects.MAX + " redirects"));
      return;
    }
    Redirects.Next next = check.redirects().next(uri, location);
    if (next.uri() == null) {
      attempt.end(Outcome.unwell(attempt.elapsed(), "status " + status + " " + next.refusal()));
      return;
    }
    attempt.network().leave(channel);
    ask(next.uri(), hops + 1);
  }

  /** Those that say where to ask again; 304 and 300 do not. */
  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }
}
