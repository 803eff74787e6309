package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code regional_balancer}: the one in each region.
 *
 * @param idleTimeout or null
 */
public record RegionalBalancer(
    @Nullable String type,
    @Nullable String scheme,
    @Nullable Duration idleTimeout,
    List<Listener> listeners,
    List<TargetGroup> targetGroups) {

  /**
   * A port on which clients are taken.
   *
   * @param protocol in upper case
   * @param sslPolicy as written, or null
   */
  public record Listener(int port, String protocol, @Nullable String sslPolicy) {}

  /**
   * Servers that do the same.
   *
   * @param protocol in upper case
   * @param healthCheck null where they are not to be checked
   */
  public record TargetGroup(
      String name, int port, String protocol, @Nullable HealthCheck healthCheck) {}

  /** What is asked for on each target, and when. */
  public record HealthCheck(String path, Timing timing) {}

  private static final String[] PROTOCOLS = {"HTTP", "HTTPS", "TCP", "TLS"};

  private static final ObjectType LISTENER =
      ObjectType.of(
          "a listener",
          required("port", Scalars.PORT, "The port."),
          optional("protocol", Shapes.oneOf(PROTOCOLS), "Default HTTP."),
          optional(
              "ssl_policy",
              Shapes.TEXT,
              "The name of a policy, such as ELBSecurityPolicy-TLS-1-2-2017-01."));

  private static final ObjectType HEALTH_CHECK =
      ObjectType.of(
          "health_check of a target group",
          optional("enabled", Scalars.TRUTH, "Default yes."),
          optional("path", HttpPath.SHAPE, "What is asked for; default /."),
          Timing.INTERVAL,
          Timing.TIMEOUT,
          Timing.HEALTHY_THRESHOLD,
          Timing.UNHEALTHY_THRESHOLD);

  private static final ObjectType TARGET_GROUP =
      ObjectType.of(
          "a target group",
          required("name", Shapes.TEXT, "Unique among the target groups."),
          required("port", Scalars.PORT, "The port of its targets."),
          optional("protocol", Shapes.oneOf(PROTOCOLS), "Default HTTP."),
          optional("health_check", Shapes.object(HEALTH_CHECK), "How targets are checked."));

  static final Section<RegionalBalancer> SECTION =
      Section.of(
          "regional_balancer",
          "The load balancer in each region.",
          ObjectType.of(
              "regional_balancer",
              optional("type", Shapes.TEXT, "Such as application."),
              optional("scheme", Shapes.TEXT, "Such as internet-facing."),
              optional("idle_timeout", Scalars.SECONDS, "In seconds."),
              optional("listeners", Shapes.objects(LISTENER), "Where clients are taken."),
              optional("target_groups", Shapes.objects(TARGET_GROUP), "Where they are sent.")),
          RegionalBalancer::read);

  public RegionalBalancer {
    listeners = List.copyOf(listeners);
    targetGroups = List.copyOf(targetGroups);
  }

  private static @Nullable RegionalBalancer read(Block block) {
    var ports = new Unique("port");
    var listeners = new ArrayList<Listener>();
    for (Block each : block.blocks("listeners")) {
      ports.check(each, "port");
      listeners.add(
          new Listener(
              each.whole("port", 1), each.text("protocol", "HTTP"), each.text("ssl_policy")));
    }
    var names = new Unique("target group");
    var groups = new ArrayList<TargetGroup>();
    for (Block each : block.blocks("target_groups")) {
      names.check(each, "name");
      groups.add(
          new TargetGroup(
              each.text("name", ""),
              each.whole("port", 1),
              each.text("protocol", "HTTP"),
              healthCheck(each.block("health_check"))));
    }
    return block.sound()
        ? new RegionalBalancer(
            block.text("type"),
            block.text("scheme"),
            block.seconds("idle_timeout"),
            listeners,
            groups)
        : null;
  }

  private static @Nullable HealthCheck healthCheck(Block block) {
    Timing timing = Timing.read(block, Regions.DEFAULT_INTERVAL, Regions.DEFAULT_TIMEOUT);
    return block.present() && block.truth("enabled", true)
        ? new HealthCheck(block.text("path", "/"), timing)
        : null;
  }
}
