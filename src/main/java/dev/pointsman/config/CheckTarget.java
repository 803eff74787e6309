package dev.pointsman.config;

import com.google.re2j.Pattern;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a check asks, and the answer that it takes for good. */
public sealed interface CheckTarget {

  /** Who is asked; null for the system's resolvers. */
  @Nullable HostPort address();

  /**
   * An HTTP request.
   *
   * @param url absolute, http or https
   * @param followRedirects to the same scheme and, but for {@code redirectHosts}, the same host
   */
  record Http(
      URI url,
      String method,
      Map<String, HeaderValue> headers,
      Expectation expect,
      boolean followRedirects,
      Set<String> redirectHosts,
      TlsOptions tls)
      implements CheckTarget {

    public Http {
      headers = Map.copyOf(headers);
      redirectHosts = Set.copyOf(redirectHosts);
    }

    /** A GET, and any success for an answer. */
    public static Http get(URI url, TlsOptions tls) {
      return new Http(url, "GET", Map.of(), Expectation.SUCCESS, true, Set.of(), tls);
    }

    /** A GET for which any status is an answer, unless the server says that it fails itself. */
    public static Http anyAnswer(URI url, TlsOptions tls) {
      return new Http(url, "GET", Map.of(), Expectation.NO_SERVER_ERROR, false, Set.of(), tls);
    }

    @Override
    public HostPort address() {
      return HostPort.of(url);
    }

    /** Whether the connection is secured with TLS. */
    public boolean isHttps() {
      return "https".equalsIgnoreCase(url.getScheme());
    }
  }

  /** A connection. */
  record Tcp(HostPort address) implements CheckTarget {}

  /** A TLS handshake. */
  record Tls(HostPort address, TlsOptions tls) implements CheckTarget {}

  /**
   * A DNS query.
   *
   * @param recordType such as {@code A}
   * @param server who is asked; null: the system's resolvers
   * @param answers each of which must be among those that come; none: any answer will do
   */
  record Dns(String name, String recordType, @Nullable HostPort server, List<String> answers)
      implements CheckTarget {

    public Dns {
      answers = List.copyOf(answers);
    }

    @Override
    public @Nullable HostPort address() {
      return server;
    }
  }

  /**
   * A call of {@code grpc.health.v1.Health/Check}.
   *
   * @param service empty for the server as a whole
   * @param tls null for plain text
   */
  record Grpc(HostPort address, String service, @Nullable TlsOptions tls) implements CheckTarget {}

  /** The value of a header, or where it is to be found. */
  sealed interface HeaderValue {

    record Literal(String text) implements HeaderValue {}

    record Hidden(SecretSource source) implements HeaderValue {}
  }

  /**
   * What an HTTP answer must be like.
   *
   * @param status one of which it must be in
   * @param body found somewhere in the body, or null
   * @param notBody found nowhere in the body, or null
   * @param headers by name, found somewhere in the header's value
   */
  record Expectation(
      List<StatusRange> status,
      @Nullable Pattern body,
      @Nullable Pattern notBody,
      Map<String, Pattern> headers) {

    /** A status from 200 to 299. */
    public static final Expectation SUCCESS =
        new Expectation(List.of(new StatusRange(200, 299)), null, null, Map.of());

    /** A status below 500. */
    public static final Expectation NO_SERVER_ERROR =
        new Expectation(List.of(new StatusRange(100, 499)), null, null, Map.of());

    public Expectation {
      status = List.copyOf(status);
      headers = Map.copyOf(headers);
    }
  }

  /** HTTP statuses, both ends included. */
  record StatusRange(int first, int last) {

    /** Reads {@code 204} or {@code 2xx}. */
    static StatusRange of(String text) {
      return text.endsWith("xx")
          ? new StatusRange((text.charAt(0) - '0') * 100, (text.charAt(0) - '0') * 100 + 99)
          : new StatusRange(Integer.parseInt(text), Integer.parseInt(text));
    }

    /** {@code 204}, {@code 2xx} or {@code 200-204}. */
    @Override
    public String toString() {
      if (first == last) {
        return Integer.toString(first);
      }
      return first % 100 == 0 && last == first + 99 ? first / 100 + "xx" : first + "-" + last;
    }
  }
}
