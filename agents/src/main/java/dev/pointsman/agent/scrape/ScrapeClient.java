package dev.pointsman.agent.scrape;

import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.agent.fault.LocalFaults;
import dev.pointsman.agent.probe.Failures;
import dev.pointsman.agent.schedule.Seconds;
import dev.pointsman.agent.scrape.ScrapeException.Reason;
import dev.pointsman.config.TlsOptions;
import dev.pointsman.connector.http.Excerpt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks one target for its metrics and has the whole answer within the timeout or none: also where
 * it comes byte by byte, is longer than allowed, or leads elsewhere.
 */
final class ScrapeClient {

  private static final int MAX_REDIRECTS = 3;
  private static final int RETRY_MILLIS = 500;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** Of an answer that is no metrics nothing is needed; this much keeps the connection. */
  private static final int MAX_OTHER_BYTES = 64 * 1024;

  /** OpenMetrics first, because it tells whether it is whole. */
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
          + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private final ScrapeTarget target;
  private final SharedClient client;

  /** What targets have in common that share connections, and the thread that serves them. */
  private record Way(TlsOptions tls, Duration connectTimeout) {}

  ScrapeClient(ScrapeTarget target, SharedClient client) {
    this.target = target;
    this.client = client;
  }

  /**
   * A client of each target, in their order.
   *
   * @throws IllegalArgumentException where the TLS files of one cannot be used
   */
  static List<ScrapeClient> forAll(Collection<ScrapeTarget> targets) {
    var clients = new HashMap<Way, SharedClient>();
    return targets.stream()
        .map(
            target -> {
              var way = new Way(target.access().tls(), target.pace().timeout());
              return new ScrapeClient(target, clients.computeIfAbsent(way, ScrapeClient::shared));
            })
        .toList();
  }

  private static SharedClient shared(Way way) {
    return new SharedClient(() -> client(way));
  }

  private static HttpClient client(Way way) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(way.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    TlsOptions tls = way.tls();
    if (!tls.equals(TlsOptions.DEFAULT)) {
      builder.sslContext(ScrapeTls.context(tls)).sslParameters(ScrapeTls.parameters(tls));
    }
    return builder.build();
  }

  ScrapeTarget target() {
    return target;
  }

  /**
   * The answer.
   *
   * @param memory where it has its place until the caller is done with it
   */
  Exposition fetch(ScrapeMemory.Share memory) throws ScrapeException, InterruptedException {
    long deadline = System.nanoTime() + target.pace().timeout().toNanos();
    URI asked = target.url();
    for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
      HttpResponse<BoundedBody.Bytes> response = get(asked, deadline, memory);
      int status = response.statusCode();
      if (status == 200) {
        return Exposition.of(
            response, target.limits().maxBytes(), bytes -> await(memory.reserve(bytes), deadline));
      }
      String location = response.headers().firstValue("Location").orElse(null);
      if (!REDIRECTS.contains(status) || location == null) {
        throw new ScrapeException(Reason.STATUS, "status " + status + ", expected 200");
      }
      asked = redirect(asked, location);
    }
    throw new ScrapeException(Reason.REDIRECT, "more than " + MAX_REDIRECTS + " redirects");
  }

  /** What a target said, without what it was told in confidence. */
  ScrapeException hide(ScrapeException told) {
    Authorization authorization = target.access().authorization();
    String message = String.valueOf(told.getMessage());
    if (authorization == null || told.reason() == Reason.CREDENTIALS) {
      return told;
    }
    try {
      return new ScrapeException(told.reason(), authorization.hideIn(message), told.isSilence());
    } catch (IllegalArgumentException e) {
      return told; // what cannot be read was not told
    }
  }

  private void await(CompletableFuture<Void> room, long deadline)
      throws ScrapeException, InterruptedException {
    try {
      room.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw noRoom();
    } catch (ExecutionException e) {
      throw new IllegalStateException("room is given, or is not", e);
    }
  }

  private HttpResponse<BoundedBody.Bytes> get(URI url, long deadline, ScrapeMemory.Share memory)
      throws ScrapeException, InterruptedException {
    HttpRequest request = request(url);
    var answered = new AtomicBoolean();
    var call =
        client.send(
            request,
            head -> {
              answered.set(true);
              return new BoundedBody(
                  head.statusCode() == 200 ? target.limits().maxBytes() : MAX_OTHER_BYTES, memory);
            });
    try {
      return call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw memory.waits() ? noRoom() : timeout(!answered.get());
    } catch (ExecutionException e) {
      throw explain(e.getCause(), url);
    } finally {
      call.cancel(true); // closes the connection of what has not ended
    }
  }

  private HttpRequest request(URI url) throws ScrapeException {
    double seconds = target.pace().timeout().toMillis() / 1000.0;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(connectedTo(url))
            .header("Accept", ACCEPT)
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "pointsman-collect")
            .header("X-Prometheus-Scrape-Timeout-Seconds", Double.toString(seconds));
    Authorization authorization = target.access().authorization();
    if (authorization != null && isSameServer(url, target.url())) {
      try {
        request.header("Authorization", authorization.header());
      } catch (IllegalArgumentException e) {
        var missing = new ScrapeException(Reason.CREDENTIALS, String.valueOf(e.getMessage()));
        missing.initCause(e);
        throw missing;
      }
    }
    return request.build();
  }

  /**
   * The JDK's client asks for the host in the URL, unless that is an address: where another name is
   * to be asked for and expected, the address takes the place of the host.
   */
  private URI connectedTo(URI url) throws ScrapeException {
    if (target.access().tls().serverName() == null || !ScrapeTarget.isHttps(url)) {
      return url;
    }
    try {
      String address = InetAddress.getByName(url.getHost()).getHostAddress();
      return new URI(
          url.getScheme(),
          null,
          address.replaceAll("%.*", ""),
          url.getPort(),
          url.getPath(),
          url.getQuery(),
          null);
    } catch (UnknownHostException e) {
      throw new ScrapeException(Reason.CONNECTION, "unknown host");
    } catch (URISyntaxException e) {
      throw new ScrapeException(Reason.CONNECTION, "no address: " + e.getMessage());
    }
  }

  private URI redirect(URI from, String location) throws ScrapeException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new ScrapeException(
          Reason.REDIRECT, "a redirect to no address: " + Excerpt.forReason(location));
    }
    String host = to.getHost();
    if (host == null || !Objects.equals(lower(to.getScheme()), lower(from.getScheme()))) {
      throw new ScrapeException(
          Reason.REDIRECT, "a redirect to another scheme: " + Excerpt.forReason(location));
    }
    if (!host.equalsIgnoreCase(target.url().getHost())
        && !target.access().redirectHosts().contains(lower(host))) {
      throw new ScrapeException(
          Reason.REDIRECT,
          "a redirect to another host, which allow_redirect_hosts does not name: "
              + Excerpt.forReason(host));
    }
    return to;
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  private static boolean isSameServer(URI one, URI other) {
    return Objects.equals(lower(one.getScheme()), lower(other.getScheme()))
        && Objects.equals(lower(one.getHost()), lower(other.getHost()))
        && ScrapeTarget.port(one) == ScrapeTarget.port(other);
  }

  private ScrapeException explain(@Nullable Throwable failure, URI url) {
    String lacking = failure == null ? null : LocalFaults.of(failure);
    if (lacking != null) {
      return new ScrapeException(Reason.LOCAL_FAULT, lacking);
    }
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SSLException) {
        return new ScrapeException(Reason.CONNECTION, "TLS: " + Excerpt.forReason(tls(each)));
      }
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return timeout(true);
    }
    if (failure instanceof ConnectException) {
      return noConnection(url);
    }
    if (SharedClient.hasEnded(failure)) {
      return new ScrapeException(
          Reason.LOCAL_FAULT,
          "the agent's HTTP client had broken down; the next scrape has another");
    }
    String why =
        failure instanceof IOException || failure == null
            ? String.valueOf(failure == null ? null : failure.getMessage())
            : failure.getClass().getSimpleName();
    return new ScrapeException(
        Reason.CONNECTION, "the connection broke: " + Excerpt.forReason(String.valueOf(why)));
  }

  private String tls(Throwable failure) {
    String told = Failures.tls(failure);
    String asked = target.access().tls().serverName();
    // The JDK complains of the address, which it tries after the name.
    return asked != null && told.startsWith("the certificate is not for ")
        ? "the certificate is not for " + asked + " (server_name)"
        : told;
  }

  /**
   * The JDK's client does not say why there is no connection, and whether that is an answer, as a
   * refused one is: so it is tried once more without it.
   */
  private static ScrapeException noConnection(URI url) {
    try (var socket = new Socket()) {
      var address = new InetSocketAddress(url.getHost(), ScrapeTarget.port(url));
      if (address.isUnresolved()) {
        return new ScrapeException(Reason.CONNECTION, "unknown host", true);
      }
      socket.connect(address, RETRY_MILLIS);
      return new ScrapeException(Reason.CONNECTION, "no connection at first, but at a second try");
    } catch (IOException e) {
      String lacking = LocalFaults.of(e);
      if (lacking != null) {
        return new ScrapeException(Reason.LOCAL_FAULT, lacking);
      }
      String why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      return new ScrapeException(Reason.CONNECTION, why, NoAnswerException.isSilence(e));
    }
  }

  private static ScrapeException noRoom() {
    return new ScrapeException(
        Reason.NO_ROOM,
        "the agent had no room for an answer in time, as others were read:"
            + " give its JVM more memory (-Xmx), or scrape less");
  }

  private ScrapeException timeout(boolean silence) {
    return new ScrapeException(
        Reason.TIMEOUT, "no whole answer within " + Seconds.text(target.pace().timeout()), silence);
  }
}
