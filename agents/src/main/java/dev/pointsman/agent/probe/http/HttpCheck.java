package dev.pointsman.agent.probe.http;

import dev.pointsman.agent.probe.Attempt;
import dev.pointsman.agent.probe.Check;
import dev.pointsman.agent.probe.tls.TlsClient;
import dev.pointsman.config.CheckTarget.Expectation;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Up where a request is answered as expected. Each run asks on a connection of its own, and again
 * only where a redirect says so; the body is read only if something is expected of it.
 *
 * @param uri http or https, with a host
 * @param tls for https; null where neither this nor a redirect needs it
 */
public record HttpCheck(
    URI uri,
    HttpRequest request,
    Expectation expected,
    Redirects redirects,
    @Nullable TlsClient tls)
    implements Check {

  public HttpCheck {
    if (uri.getHost() == null || !(isHttps(uri) || "http".equalsIgnoreCase(uri.getScheme()))) {
      throw new IllegalArgumentException("expected http://host or https://host, not " + uri);
    }
    if (isHttps(uri) && tls == null) {
      throw new IllegalArgumentException("https needs TLS");
    }
  }

  /** A GET over plain HTTP that expects success. */
  public static HttpCheck plain(URI uri) {
    return new HttpCheck(uri, HttpRequest.GET, Expectation.SUCCESS, Redirects.SAME_HOST, null);
  }

  @Override
  public String type() {
    return "http";
  }

  @Override
  public String protocol() {
    return isHttps(uri) ? "https" : "http";
  }

  @Override
  public String host() {
    return bareHost(uri);
  }

  @Override
  public String target() {
    return Check.target(host(), port(uri));
  }

  @Override
  public void start(Attempt attempt) {
    new HttpRun(this, attempt).start();
  }

  static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isHttps(uri) ? 443 : 80;
  }

  /** Without the brackets of an IPv6 address. */
  static String bareHost(URI uri) {
    return uri.getHost().replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
  }
}
