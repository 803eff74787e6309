package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
   * @param tls how it is looked at where it speaks TLS
   */
  public record Listener(int port, String protocol, @Nullable String sslPolicy, TlsOptions tls) {

    /** Whether it speaks TLS. */
    public boolean isTls() {
      return RegionalBalancer.isTls(protocol);
    }

    /** The oldest version that its policy allows; null where there is none, or it is not known. */
    public @Nullable TlsVersion minimumVersion() {
      return sslPolicy == null ? null : SslPolicy.minimumVersion(sslPolicy);
    }
  }

  /**
   * Servers that do the same.
   *
   * @param protocol in upper case
   * @param healthCheck null where they are not to be checked
   * @param targets in the order of the document
   */
  public record TargetGroup(
      String name,
      int port,
      String protocol,
      @Nullable HealthCheck healthCheck,
      List<Target> targets) {

    public TargetGroup {
      targets = List.copyOf(targets);
    }

    /** The checks of all targets; none where they are not to be checked. */
    public List<dev.pointsman.config.HealthCheck> checks() {
      HealthCheck check = healthCheck;
      return check == null
          ? List.of()
          : targets.stream()
              .map(
                  each ->
                      new dev.pointsman.config.HealthCheck(
                          name, each.region(), target(each.address(), check), check.timing()))
              .toList();
    }

    private CheckTarget target(HostPort address, HealthCheck check) {
      return switch (protocol) {
        case "TCP" -> new CheckTarget.Tcp(address);
        case "TLS" -> new CheckTarget.Tls(address, check.tls());
        default -> {
          String scheme = protocol.toLowerCase(Locale.ROOT);
          URI url = URI.create(scheme + "://" + address + check.path());
          yield CheckTarget.Http.get(url, check.tls());
        }
      };
    }
  }

  /**
   * When each target is checked, and how.
   *
   * @param path what is asked for with HTTP and HTTPS; with TCP and TLS, connecting will do
   */
  public record HealthCheck(String path, Timing timing, TlsOptions tls) {}

  /** A server. */
  public record Target(String region, HostPort address) {}

  private static final String[] PROTOCOLS = {"HTTP", "HTTPS", "TCP", "TLS"};

  private static final ObjectType LISTENER =
      ObjectType.of(
          "a listener",
          required("port", Scalars.PORT, "The port."),
          optional("protocol", Shapes.oneOf(PROTOCOLS), "Default HTTP."),
          optional(
              "ssl_policy",
              Shapes.TEXT,
              "The name of a policy, such as ELBSecurityPolicy-TLS-1-2-2017-01."),
          optional("tls", Shapes.object(TlsOptions.TYPE), "Certificates, with HTTPS and TLS."));

  private static final ObjectType HEALTH_CHECK =
      ObjectType.of(
          "health_check of a target group",
          optional("enabled", Scalars.TRUTH, "Default yes."),
          optional("path", HttpPath.SHAPE, "What is asked for; default /."),
          optional("tls", Shapes.object(TlsOptions.TYPE), "Certificates, with HTTPS and TLS."),
          Timing.INTERVAL,
          Timing.TIMEOUT,
          Timing.HEALTHY_THRESHOLD,
          Timing.UNHEALTHY_THRESHOLD);

  private static final ObjectType TARGET_GROUP =
      ObjectType.of(
          "a target group",
          required("name", Scalars.NAME, "Unique among the target groups."),
          required("port", Scalars.PORT, "The port of its targets."),
          optional("protocol", Shapes.oneOf(PROTOCOLS), "Default HTTP."),
          optional("health_check", Shapes.object(HEALTH_CHECK), "How targets are checked."),
          optional(
              "targets",
              new Shape.MapOf("region", Shapes.listOf(HostPort.WITH_PORT_OR_NOT)),
              "For each region the servers, as host or host:port."));

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

  private static boolean isTls(String protocol) {
    return protocol.equals("HTTPS") || protocol.equals("TLS");
  }

  private static @Nullable RegionalBalancer read(Block block) {
    var ports = new Unique("port");
    List<Listener> listeners =
        block.blocks("listeners").stream().map(each -> listener(each, ports)).toList();
    var names = new Unique("target group");
    List<TargetGroup> groups =
        block.blocks("target_groups").stream().map(each -> targetGroup(each, names)).toList();
    return block.sound()
        ? new RegionalBalancer(
            block.text("type"),
            block.text("scheme"),
            block.seconds("idle_timeout"),
            listeners,
            groups)
        : null;
  }

  private static Listener listener(Block block, Unique ports) {
    ports.check(block, "port");
    int port = block.whole("port", 1);
    var listener =
        new Listener(
            port,
            block.text("protocol", "HTTP"),
            block.text("ssl_policy"),
            TlsOptions.read(block.block("tls"), AgentKind.PROBE));
    if (block.has("tls") && !listener.isTls()) {
      block.keyProblem("tls", "tls is for HTTPS and TLS, not " + listener.protocol());
    }
    if (listener.sslPolicy() != null && !listener.isTls()) {
      block.keyProblem("ssl_policy", "ssl_policy is for HTTPS and TLS, not " + listener.protocol());
    } else if (listener.sslPolicy() != null && listener.minimumVersion() == null) {
      block.notice(
          "ssl_policy",
          "which versions of TLS \"" + listener.sslPolicy() + "\" allows is not known here");
    }
    block.reading().placesOf(block, "port", null, "the listener on port " + port);
    return listener;
  }

  private static TargetGroup targetGroup(Block block, Unique names) {
    names.check(block, "name");
    dev.pointsman.config.HealthCheck.requireOwnName(block);
    String name = block.text("name", "");
    String protocol = block.text("protocol", "HTTP");
    int port = block.whole("port", 1);
    Block check = block.block("health_check");
    if (check.has("path") && !protocol.startsWith("HTTP")) {
      check.keyProblem("path", "path is for HTTP and HTTPS, not " + protocol);
    }
    if (check.has("tls") && !isTls(protocol)) {
      check.keyProblem("tls", "tls is for HTTPS and TLS, not " + protocol);
    }
    HealthCheck healthCheck = healthCheck(check);
    List<Target> targets =
        RegionName.entries(block, "targets").entrySet().stream()
            .flatMap(
                each ->
                    block.texts(each.getValue()).stream()
                        .map(text -> new Target(each.getKey(), HostPort.parse(text, port))))
            .toList();
    if (healthCheck != null && !block.has("targets")) {
      block.missing(
          AgentKind.PROBE,
          "name",
          "the targets of "
              + name
              + ", such as {us-west-2: [10.0.0.1]}, or health_check.enabled: no");
    }
    var group = new TargetGroup(name, port, protocol, healthCheck, targets);
    block.reading().know(group.checks(), block.place("name"));
    return group;
  }

  private static @Nullable HealthCheck healthCheck(Block block) {
    Timing timing = Timing.read(block, Regions.DEFAULT_INTERVAL, Regions.DEFAULT_TIMEOUT);
    TlsOptions tls = TlsOptions.read(block.block("tls"), AgentKind.PROBE);
    return block.present() && block.truth("enabled", true)
        ? new HealthCheck(block.text("path", "/"), timing, tls)
        : null;
  }
}
