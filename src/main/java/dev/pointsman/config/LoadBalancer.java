package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code load_balancer}: the global one, which spreads clients over regions.
 *
 * @param type as written, such as {@code global}, or null
 * @param algorithm as written, such as {@code geoproximity}, or null
 * @param healthCheck what it asks each endpoint, or null
 * @param endpoints the regions it spreads over
 */
public record LoadBalancer(
    @Nullable String type,
    @Nullable String algorithm,
    @Nullable HealthCheck healthCheck,
    List<Endpoint> endpoints) {

  /**
   * What is asked for in each region that has an endpoint, and when.
   *
   * @param path or null, where the document leaves it to us
   */
  public record HealthCheck(@Nullable String path, Timing timing, TlsOptions tls) {}

  /**
   * A region that takes part.
   *
   * @param weight its share, 0 or more, or null
   */
  public record Endpoint(String region, @Nullable Integer weight) {}

  private static final ObjectType HEALTH_CHECK =
      ObjectType.of(
          "load_balancer.health_check",
          optional("path", HttpPath.SHAPE, "What is asked for; default /."),
          optional(
              "tls",
              Shapes.object(TlsOptions.TYPE),
              "Certificates, where the base_url begins with https."),
          Timing.INTERVAL,
          Timing.TIMEOUT,
          Timing.HEALTHY_THRESHOLD,
          Timing.UNHEALTHY_THRESHOLD);

  private static final ObjectType ENDPOINT =
      ObjectType.of(
          "an endpoint of load_balancer",
          required("region", Scalars.NAME, "The name of a region."),
          optional("weight", Scalars.WEIGHT, "Its share of the traffic."));

  static final Section<LoadBalancer> SECTION =
      Section.of(
          "load_balancer",
          "The global load balancer, which spreads clients over the regions.",
          ObjectType.of(
              "load_balancer",
              optional("type", Shapes.TEXT, "Such as global."),
              optional("algorithm", Shapes.TEXT, "Such as geoproximity."),
              optional("health_check", Shapes.object(HEALTH_CHECK), "What it asks each endpoint."),
              optional("endpoints", Shapes.objects(ENDPOINT), "The regions it spreads over.")),
          LoadBalancer::read);

  public LoadBalancer {
    endpoints = List.copyOf(endpoints);
  }

  private static @Nullable LoadBalancer read(Block block) {
    HealthCheck check = healthCheck(block.block("health_check"));
    var names = new Unique("region");
    var endpoints = new ArrayList<Endpoint>();
    for (Block each : block.blocks("endpoints")) {
      names.check(each, "region");
      String region = RegionName.read(each, "region");
      if (region != null) {
        endpoints.add(new Endpoint(region, each.whole("weight")));
        if (check != null) {
          block.reading().placesOf(each, "region", region, "load_balancer.health_check");
        }
      }
    }
    return block.sound()
        ? new LoadBalancer(block.text("type"), block.text("algorithm"), check, endpoints)
        : null;
  }

  private static @Nullable HealthCheck healthCheck(Block block) {
    Timing timing = Timing.read(block, Regions.DEFAULT_INTERVAL, Regions.DEFAULT_TIMEOUT);
    TlsOptions tls = TlsOptions.read(block.block("tls"), AgentKind.PROBE);
    TlsOptions.requireHttpsSomewhere(block);
    return block.present() ? new HealthCheck(block.text("path"), timing, tls) : null;
  }
}
