package dev.pointsman.agent.probe.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which redirects are followed: those to the same scheme, and the same host or one that is allowed.
 *
 * @param followed false where a redirect is an answer like any other
 * @param hosts allowed besides the same
 */
public record Redirects(boolean followed, Set<String> hosts) {

  private static final int MAX_PORT = 65_535;

  /** At most as many in a row. */
  static final int MAX = 5;

  /** To the same scheme and host only. */
  public static final Redirects SAME_HOST = new Redirects(true, Set.of());

  /** None. */
  public static final Redirects NONE = new Redirects(false, Set.of());

  public Redirects {
    hosts = hosts.stream().map(Redirects::lower).collect(Collectors.toUnmodifiableSet());
  }

  /** To the same scheme, and the same host or one of these. */
  public static Redirects allowing(Collection<String> hosts) {
    return new Redirects(true, Set.copyOf(hosts));
  }

  /** Where a redirect leads, or why it is not followed; one of the two is null. */
  record Next(@Nullable URI uri, @Nullable String refusal) {
    private static Next refused(String why) {
      return new Next(null, why);
    }
  }

  Next next(URI from, String location) {
    URI next;
    try {
      next = from.resolve(new URI(location));
    } catch (URISyntaxException e) {
      return Next.refused("redirects to no address");
    }
    String scheme = lower(next.getScheme());
    String host = lower(next.getHost());
    if (host.isEmpty() || next.getPort() > MAX_PORT) {
      return Next.refused("redirects to no address");
    }
    if (!scheme.equals(lower(from.getScheme()))) {
      return Next.refused("redirects to another scheme, " + scheme + "://" + host);
    }
    if (!host.equals(lower(from.getHost())) && !hosts.contains(host)) {
      return Next.refused("redirects to another host, " + host);
    }
    return new Next(next, null);
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
