package dev.pointsman.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where the system runs.
 *
 * @param baseUrl what paths and bare ports are relative to, without a slash at its end; null where
 *     the document leaves it out
 * @param tls how all that is relative to the base URL does TLS, unless it says so itself
 */
public record Region(
    String name, Role role, List<String> availabilityZones, @Nullable URI baseUrl, TlsOptions tls) {

  /** What a region is for. */
  public enum Role {
    PRIMARY,
    SECONDARY,
    /** A third site and those after it. */
    ADDITIONAL
  }

  public Region {
    availabilityZones = List.copyOf(availabilityZones);
  }

  /**
   * A path in this region.
   *
   * @param path begins with a slash
   * @throws IllegalStateException where the region has no base URL
   * @throws IllegalArgumentException where it makes no URL
   */
  public URI resolve(String path) {
    return URI.create(base() + path);
  }

  /**
   * The host of the base URL, an IPv6 address without its brackets.
   *
   * @throws IllegalStateException where the region has no base URL
   */
  public String host() {
    String host = base().getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private URI base() {
    if (baseUrl == null) {
      throw new IllegalStateException("the region " + name + " has no base_url");
    }
    return baseUrl;
  }
}
