package dev.pointsman.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document of which nothing is wrong; a section that it does not have is null. */
public final class HighAvailabilityConfig {

  /** In the order in which they are read: a section may look at those before it. */
  static final List<Section<?>> SECTIONS =
      List.of(
          Regions.SECTION,
          Replication.SECTION,
          LoadBalancer.SECTION,
          RegionalBalancer.SECTION,
          CircuitBreaker.SECTION,
          Retry.SECTION,
          Backup.SECTION,
          Recovery.SECTION,
          ServiceMesh.SECTION,
          Cache.SECTION,
          HealthChecks.SECTION,
          Autoscaling.SECTION,
          NetworkPolicies.SECTION,
          SslConfiguration.SECTION,
          Scrape.SECTION,
          RemoteWrite.SECTION);

  private final Map<Section<?>, Object> sections;

  HighAvailabilityConfig(Map<Section<?>, Object> sections) {
    this.sections = Map.copyOf(sections);
  }

  public @Nullable Regions regions() {
    return get(Regions.SECTION);
  }

  public @Nullable Replication replication() {
    return get(Replication.SECTION);
  }

  public @Nullable LoadBalancer loadBalancer() {
    return get(LoadBalancer.SECTION);
  }

  public @Nullable RegionalBalancer regionalBalancer() {
    return get(RegionalBalancer.SECTION);
  }

  public @Nullable CircuitBreaker circuitBreaker() {
    return get(CircuitBreaker.SECTION);
  }

  public @Nullable Retry retry() {
    return get(Retry.SECTION);
  }

  public @Nullable Backup backup() {
    return get(Backup.SECTION);
  }

  public @Nullable Recovery recovery() {
    return get(Recovery.SECTION);
  }

  public @Nullable ServiceMesh serviceMesh() {
    return get(ServiceMesh.SECTION);
  }

  public @Nullable Cache cache() {
    return get(Cache.SECTION);
  }

  public @Nullable HealthChecks healthChecks() {
    return get(HealthChecks.SECTION);
  }

  public @Nullable Autoscaling autoscaling() {
    return get(Autoscaling.SECTION);
  }

  public @Nullable NetworkPolicies networkPolicies() {
    return get(NetworkPolicies.SECTION);
  }

  public @Nullable SslConfiguration sslConfiguration() {
    return get(SslConfiguration.SECTION);
  }

  public @Nullable Scrape scrape() {
    return get(Scrape.SECTION);
  }

  public @Nullable RemoteWrite remoteWrite() {
    return get(RemoteWrite.SECTION);
  }

  @SuppressWarnings("unchecked") // the loader puts in what the section's own reader returned
  private <T> @Nullable T get(Section<T> section) {
    return (T) sections.get(section);
  }
}
