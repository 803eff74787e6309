package dev.pointsman.agent.scrape;

import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.config.TlsOptions;
import dev.pointsman.event.Labels;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One address that is scraped, and how.
 *
 * @param job the label {@code job} of all that comes from it
 * @param url http or https, with a host and without a user
 */
public record ScrapeTarget(
    String job,
    URI url,
    Pace pace,
    Naming naming,
    MetricSelection metrics,
    Access access,
    Limits limits) {

  /**
   * When.
   *
   * @param timeout for the whole answer, redirects included; at most the interval
   */
  public record Pace(Duration interval, Duration timeout) {

    public static final Pace DEFAULT = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(10));

    public Pace {
      if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
        throw new IllegalArgumentException("a timeout must be more than 0, at most the interval");
      }
    }
  }

  /**
   * What the series are called.
   *
   * @param labels added to each
   * @param honorLabels whether a label that the target sets itself stands, rather than ours
   * @param honorTimestamps whether a time that the target names stands, rather than the scrape's
   */
  public record Naming(Labels labels, boolean honorLabels, boolean honorTimestamps) {

    public static final Naming DEFAULT = new Naming(Labels.EMPTY, false, true);
  }

  /**
   * What it takes to be let in.
   *
   * @param redirectHosts hosts besides the target's own to which it may redirect
   */
  public record Access(
      @Nullable Authorization authorization, TlsOptions tls, Set<String> redirectHosts) {

    public static final Access DEFAULT = new Access(null, TlsOptions.DEFAULT, Set.of());

    public Access {
      redirectHosts = Set.copyOf(redirectHosts);
    }
  }

  /**
   * How much is taken.
   *
   * @param maxBytes of an answer, as it comes and unpacked
   * @param maxSeries of one scrape that are kept
   */
  public record Limits(int maxBytes, int maxSeries) {

    public static final Limits DEFAULT = new Limits(16 * 1024 * 1024, 50_000);

    public Limits {
      if (maxBytes < 1 || maxSeries < 1) {
        throw new IllegalArgumentException("a limit must be more than 0");
      }
    }
  }

  public ScrapeTarget {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("expected http://host or https://host, not " + url);
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("a URL must not hold a user: use authorization");
    }
  }

  /** The label {@code instance}: host and port. */
  public String instance() {
    return url.getHost() + ":" + port(url);
  }

  /** The URL without its query, which may be long and may hold a secret. */
  String address() {
    return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }

  static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return isHttps(url) ? 443 : 80;
  }

  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }
}
