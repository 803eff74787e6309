package dev.pointsman.agent.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Up where a GET is answered with 2xx; the status line and the headers decide, the body is not
 * read.
 *
 * <p>The JDK's clients keep connections and ask again by themselves, so that a probe would go on
 * talking to the server that DNS has long turned away from, and would not see one lost answer. This
 * speaks just as much HTTP/1.1 as it takes to ask once on a new connection.
 *
 * @param uri http or https, with a host
 */
public record HttpCheck(URI uri) implements Check {

  private static final int MAX_REDIRECTS = 3;

  public HttpCheck {
    if (uri.getHost() == null || !(isHttps(uri) || "http".equalsIgnoreCase(uri.getScheme()))) {
      throw new IllegalArgumentException("expected http://host or https://host, not " + uri);
    }
  }

  @Override
  public String target() {
    return uri.getHost() + ":" + port(uri);
  }

  @Override
  public Outcome run(Attempt attempt) throws IOException {
    URI asked = uri;
    for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
      HttpHead head = get(asked, attempt);
      String location = head.header("location");
      if (head.status() / 100 == 2) {
        return Outcome.up(attempt.elapsed());
      }
      if (head.status() / 100 != 3 || location == null) {
        return Outcome.unwell(attempt.elapsed(), "status " + head.status());
      }
      URI next = resolve(asked, location);
      if (next == null || !uri.getHost().equalsIgnoreCase(next.getHost())) {
        return Outcome.unwell(
            attempt.elapsed(), "status " + head.status() + " redirects to another host");
      }
      asked = next;
    }
    return Outcome.unwell(attempt.elapsed(), "more than " + MAX_REDIRECTS + " redirects");
  }

  private static HttpHead get(URI uri, Attempt attempt) throws IOException {
    Socket socket = attempt.connect(bareHost(uri), port(uri));
    if (isHttps(uri)) {
      socket = secure(socket, bareHost(uri), port(uri));
    }
    socket.getOutputStream().write(request(uri).getBytes(StandardCharsets.US_ASCII));
    InputStream in = new BufferedInputStream(socket.getInputStream());
    HttpHead head;
    do {
      head = HttpHead.read(in);
    } while (head.status() / 100 == 1); // what comes before the answer, such as 103 early hints
    return head;
  }

  private static String request(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    return String.join(
        "\r\n",
        "GET " + path + query + " HTTP/1.1",
        "Host: " + host,
        "User-Agent: pointsman-probe",
        "Accept: */*",
        "Connection: close",
        "",
        "");
  }

  private static Socket secure(Socket plain, String host, int port) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var secured = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static @Nullable URI resolve(URI from, String location) {
    try {
      URI next = from.resolve(location);
      return new HttpCheck(next).uri();
    } catch (IllegalArgumentException e) {
      return null; // nothing that could be asked, so not this host either
    }
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isHttps(uri) ? 443 : 80;
  }

  /** Without the brackets of an IPv6 address. */
  private static String bareHost(URI uri) {
    return uri.getHost().replaceAll("^\\[|]$", "");
  }
}
