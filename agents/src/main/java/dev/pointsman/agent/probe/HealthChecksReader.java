package dev.pointsman.agent.probe;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns the section {@code health_checks} into endpoints, and says what is wrong with it. */
final class HealthChecksReader {

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private final ConfigSection section;
  private final Set<String> regions;
  private final Duration defaultInterval;
  private final Duration defaultTimeout;
  private final Map<String, URI> baseUrls = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<HealthChecksConfig.Endpoint> endpoints = new ArrayList<>();

  HealthChecksReader(ConfigDocument document, ConfigSection section) {
    this.section = section;
    ConfigSection regionsSection = document.section("regions");
    ConfigSection defaults = failoverHealthCheck(regionsSection);
    this.regions = regionNames(regionsSection);
    this.defaultInterval = durationOr(defaults, "interval", DEFAULT_INTERVAL);
    this.defaultTimeout = durationOr(defaults, "timeout", DEFAULT_TIMEOUT);
  }

  HealthChecksConfig read() {
    section.allow("observer", "base_urls", "endpoints", "dependencies");
    readBaseUrls();
    section.sections("endpoints").forEach(each -> readEndpoint(each, true));
    section.sections("dependencies").forEach(each -> readEndpoint(each, false));
    if (!section.has("endpoints") && !section.has("dependencies")) {
      section.problem("health_checks needs endpoints or dependencies");
    }
    return new HealthChecksConfig(section.text("observer"), endpoints);
  }

  private void readBaseUrls() {
    ConfigSection urls = section.section("base_urls");
    if (urls == null) {
      return;
    }
    for (String region : urls.keys()) {
      URI url = absolute(urls, region);
      if (url != null) {
        baseUrls.put(region, url);
      }
      if (!regions.isEmpty() && !regions.contains(region)) {
        urls.problem(
            region, region + " is no region of this file; it has " + String.join(", ", regions));
      }
    }
    for (String region : regions) {
      if (!urls.has(region)) {
        urls.problem("base_urls lacks the region " + region);
      }
    }
  }

  private void readEndpoint(ConfigSection endpoint, boolean mayBeRelative) {
    endpoint.allow("name", "type", "url", "host", "port", "region", "interval", "timeout");
    String name = endpoint.text("name");
    if (!endpoint.has("name")) {
      endpoint.problem("name is missing");
    }
    if (name != null && !names.add(name)) {
      endpoint.problem("name", "there is another check with the name " + name);
    }
    Duration interval = durationOr(endpoint, "interval", defaultInterval);
    Duration timeout = durationOr(endpoint, "timeout", min(defaultTimeout, interval));
    if (timeout.compareTo(interval) > 0) {
      endpoint.problem(
          "timeout",
          "the timeout of "
              + timeout.toMillis()
              + " ms is longer than the interval of "
              + interval.toMillis()
              + " ms");
    }
    List<Placed> placed = place(endpoint, mayBeRelative);
    if (name == null || timeout.compareTo(interval) > 0) {
      return;
    }
    for (Placed each : placed) {
      endpoints.add(
          new HealthChecksConfig.Endpoint(name, each.region(), each.check(), interval, timeout));
    }
  }

  /** A check where it is to be run against; the region is null where it is the observer's. */
  private record Placed(@Nullable String region, Check check) {}

  /** One check for each region that the endpoint is in; none where something is wrong. */
  private List<Placed> place(ConfigSection endpoint, boolean mayBeRelative) {
    String type = endpoint.text("type");
    if (type == null) {
      type = endpoint.has("port") && !endpoint.has("url") ? "tcp" : "http";
    }
    return switch (type) {
      case "http" -> placeHttp(endpoint, mayBeRelative);
      case "tcp" -> placeTcp(endpoint, mayBeRelative);
      default -> {
        endpoint.problem("type", "type must be http or tcp, not " + type);
        yield List.of();
      }
    };
  }

  private List<Placed> placeHttp(ConfigSection endpoint, boolean mayBeRelative) {
    for (String key : List.of("host", "port")) {
      if (endpoint.has(key)) {
        endpoint.problem(key, key + " belongs to the type tcp; a url holds its own");
      }
    }
    String url = endpoint.text("url");
    if (url == null) {
      if (!endpoint.has("url")) {
        endpoint.problem("url is missing");
      }
      return List.of();
    }
    if (!url.startsWith("/")) {
      URI absolute = absolute(endpoint, "url");
      return absolute == null
          ? List.of()
          : List.of(new Placed(endpoint.text("region"), new HttpCheck(absolute)));
    }
    if (!mayBeRelative) {
      endpoint.problem(
          "url", "a dependency is outside: its url must begin with http:// or https://");
      return List.of();
    }
    var placed = new ArrayList<Placed>();
    baseUrlsOf(endpoint, url)
        .forEach(
            (region, base) -> {
              try {
                String prefix = base.toString().replaceAll("/+$", "");
                placed.add(new Placed(region, new HttpCheck(new URI(prefix + url))));
              } catch (URISyntaxException e) {
                endpoint.problem("url", "url must be a path: " + e.getReason());
              }
            });
    return placed;
  }

  private List<Placed> placeTcp(ConfigSection endpoint, boolean mayBeRelative) {
    if (endpoint.has("url")) {
      endpoint.problem("url", "url belongs to the type http; tcp has host and port");
    }
    Integer port = endpoint.port("port");
    if (port == null) {
      if (!endpoint.has("port")) {
        endpoint.problem("port is missing");
      }
      return List.of();
    }
    String host = endpoint.text("host");
    if (host != null) {
      return List.of(new Placed(endpoint.text("region"), new TcpCheck(host, port)));
    }
    if (!mayBeRelative) {
      endpoint.problem("a dependency is outside: it needs a host");
      return List.of();
    }
    return baseUrlsOf(endpoint, "port " + port).entrySet().stream()
        .map(base -> new Placed(base.getKey(), new TcpCheck(base.getValue().getHost(), port)))
        .toList();
  }

  /** The base urls by region of an endpoint that has no host of its own. */
  private Map<String, URI> baseUrlsOf(ConfigSection endpoint, String address) {
    if (!section.has("base_urls")) {
      endpoint.problem(
          endpoint.has("url") ? "url" : "port",
          address
              + " is relative: health_checks.base_urls must say for each region where that is,"
              + " such as base_urls: {us-west-2: \"https://api.us-west-2.example.com\"}");
      return Map.of();
    }
    String region = endpoint.text("region");
    if (region == null) {
      return baseUrls;
    }
    URI base = baseUrls.get(region);
    if (base == null) {
      endpoint.problem("region", "base_urls has no usable url for the region " + region);
      return Map.of();
    }
    return Map.of(region, base);
  }

  private static @Nullable URI absolute(ConfigSection section, String key) {
    String text = section.text(key);
    if (text == null) {
      return null;
    }
    try {
      URI url = new HttpCheck(new URI(text)).uri();
      if (url.getRawUserInfo() == null) {
        return url;
      }
      section.problem(key, "a url must not hold credentials: they would be shown");
    } catch (URISyntaxException | IllegalArgumentException e) {
      section.problem(key, key + " must begin with http:// or https:// and a host");
    }
    return null;
  }

  private static Set<String> regionNames(@Nullable ConfigSection regions) {
    var names = new TreeSet<String>();
    if (regions != null) {
      for (String role : List.of("primary", "secondary")) {
        ConfigSection region = regions.section(role);
        String name = region == null ? null : region.text("name");
        if (name != null) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static @Nullable ConfigSection failoverHealthCheck(@Nullable ConfigSection regions) {
    ConfigSection failover = regions == null ? null : regions.section("failover");
    return failover == null ? null : failover.section("health_check");
  }

  private static Duration durationOr(
      @Nullable ConfigSection section, String key, Duration otherwise) {
    Duration duration = section == null ? null : section.duration(key);
    return duration == null ? otherwise : duration;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
