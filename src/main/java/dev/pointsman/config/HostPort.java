package dev.pointsman.config;

import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.Shape;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port.
 *
 * @param host a name or an address, IPv6 without brackets
 */
public record HostPort(String host, int port) {

  private static final String PATTERN =
      "(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?";
  private static final Pattern FORM = Pattern.compile(PATTERN);

  /** {@code host:port}; {@code [address]:port} for IPv6. */
  static final Shape WITH_PORT = shape(true, "host:port, such as db1.example.com:5432");

  /** As {@link #WITH_PORT}, or without a port. */
  static final Shape WITH_PORT_OR_NOT = shape(false, "host or host:port");

  public HostPort {
    if (!Scalars.isHost(host) || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a host and a port: " + host + " " + port);
    }
  }

  /**
   * Reads {@code host:port} or {@code host}.
   *
   * @param defaultPort for a text without one
   * @throws IllegalArgumentException for any other text
   */
  public static HostPort parse(String text, int defaultPort) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a host and a port: " + text);
    }
    String address = form.group(1);
    String port = form.group(3);
    return new HostPort(
        address == null ? form.group(2) : address,
        port == null ? defaultPort : Integer.parseInt(port));
  }

  /** Where a URL of http or https leads. */
  static HostPort of(URI url) {
    int port =
        url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return new HostPort(url.getHost().replaceAll("^\\[|]$", ""), port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static Shape shape(boolean portNeeded, String expected) {
    return Scalars.text(
        expected,
        portNeeded ? PATTERN.substring(0, PATTERN.length() - 1) : PATTERN,
        text -> {
          try {
            parse(text, portNeeded ? 0 : 1);
            return null;
          } catch (IllegalArgumentException e) {
            return expected + ", not " + Nodes.quote(text);
          }
        });
  }
}
