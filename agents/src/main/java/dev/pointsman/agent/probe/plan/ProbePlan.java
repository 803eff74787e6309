package dev.pointsman.agent.probe.plan;

import dev.pointsman.agent.AgentPlan;
import dev.pointsman.agent.probe.Probe;
import dev.pointsman.agent.probe.ProbePart;
import dev.pointsman.agent.probe.tls.TlsExpectation;
import dev.pointsman.config.CheckTarget;
import dev.pointsman.config.HealthCheck;
import dev.pointsman.config.HealthChecks;
import dev.pointsman.config.HighAvailabilityConfig;
import dev.pointsman.config.HostPort;
import dev.pointsman.config.LoadBalancer;
import dev.pointsman.config.Region;
import dev.pointsman.config.RegionalBalancer;
import dev.pointsman.config.Regions;
import dev.pointsman.config.SslConfiguration;
import dev.pointsman.config.Timing;
import dev.pointsman.config.TlsOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a probe agent is to do: each check of {@code health_checks}, the load balancer's path in
 * each region it has an endpoint in, each target and each listener of the regional balancer, each
 * region for the failover, and, by {@code ssl_configuration}, how well everything that speaks HTTPS
 * does TLS.
 *
 * @param problems why some of it cannot be done, for people; none of it may then be
 */
public record ProbePlan(List<Probe> probes, List<String> problems) {

  /** The region of what is in none of ours. */
  public static final String EXTERNAL = "external";

  /** What is asked for where nobody says. */
  private static final String ROOT = "/";

  private static final int HTTPS_PORT = 443;
  private static final int HEALTHY_THRESHOLD = 2;

  private static final Timing TLS_TIMING =
      new Timing(Duration.ofMinutes(1), Duration.ofSeconds(10), 1, 1);

  public ProbePlan {
    probes = List.copyOf(probes);
    problems = List.copyOf(problems);
  }

  /**
   * The plan for an observer.
   *
   * @param environment where variables are looked up
   * @param clock by which certificates expire
   */
  public static ProbePlan of(
      HighAvailabilityConfig config,
      String observer,
      Map<String, String> environment,
      Clock clock) {
    var maker = new ProbeMaker(observer, environment, clock);
    addHealthChecks(config.healthChecks(), maker);
    addLoadBalancer(config, maker);
    addRegionalBalancer(config, maker);
    addRegions(config, maker);
    addTls(config.sslConfiguration(), maker);
    return new ProbePlan(maker.probes(), maker.problems());
  }

  /** The plan as a part of an agent; no part where there is nothing to probe. */
  public AgentPlan agentPlan() {
    return new AgentPlan(probes.isEmpty() ? List.of() : List.of(new ProbePart(probes)), problems);
  }

  private static void addHealthChecks(@Nullable HealthChecks section, ProbeMaker maker) {
    if (section != null) {
      section.endpoints().forEach(maker::add);
      section.dependencies().forEach(maker::addDependency);
    }
  }

  private static void addLoadBalancer(HighAvailabilityConfig config, ProbeMaker maker) {
    LoadBalancer section = config.loadBalancer();
    LoadBalancer.HealthCheck check = section == null ? null : section.healthCheck();
    if (section == null || check == null) {
      return;
    }
    for (LoadBalancer.Endpoint endpoint : section.endpoints()) {
      Region region = region(config, endpoint.region());
      if (region != null) {
        maker.add(
            new HealthCheck(
                HealthCheck.OF_THE_LOAD_BALANCER,
                region.name(),
                CheckTarget.Http.get(
                    region.resolve(check.path() == null ? ROOT : check.path()),
                    check.tls().orElse(region.tls())),
                check.timing()));
      }
    }
  }

  private static void addRegionalBalancer(HighAvailabilityConfig config, ProbeMaker maker) {
    RegionalBalancer section = config.regionalBalancer();
    if (section == null) {
      return;
    }
    for (RegionalBalancer.TargetGroup group : section.targetGroups()) {
      group.checks().forEach(maker::add);
    }
    for (Region region : regions(config)) {
      for (RegionalBalancer.Listener listener : section.listeners()) {
        maker.addListener(listener, region);
      }
    }
  }

  private static void addRegions(HighAvailabilityConfig config, ProbeMaker maker) {
    Regions section = config.regions();
    Regions.FailoverCheck check = section == null ? null : section.failoverCheck();
    if (check == null) {
      return;
    }
    var timing =
        new Timing(check.interval(), check.timeout(), HEALTHY_THRESHOLD, check.threshold());
    LoadBalancer balancer = config.loadBalancer();
    LoadBalancer.HealthCheck other = balancer == null ? null : balancer.healthCheck();
    String path = check.path() == null && other != null ? other.path() : check.path();
    TlsOptions tls = check.tls().orElse(other == null ? TlsOptions.DEFAULT : other.tls());
    for (Region region : regions(config)) {
      TlsOptions used = tls.orElse(region.tls());
      maker.add(
          new HealthCheck(
              /* name= */ HealthCheck.OF_A_REGION,
              region.name(),
              // Many APIs have nothing at their root, and say so with 404.
              path == null
                  ? CheckTarget.Http.anyAnswer(region.resolve(ROOT), used)
                  : CheckTarget.Http.get(region.resolve(path), used),
              timing));
    }
  }

  private static void addTls(@Nullable SslConfiguration section, ProbeMaker maker) {
    if (section == null) {
      return;
    }
    TlsExpectation expected =
        new TlsExpectation(section.minimumVersion(), section.preferredCiphers(), section.domains());
    for (String domain : section.domains()) {
      if (!domain.startsWith("*.")) {
        maker.speaksTls(new HostPort(domain, HTTPS_PORT));
      }
    }
    maker.addTls(HealthCheck.OF_TLS, expected, TLS_TIMING);
  }

  /** Those of which it is known where they are. */
  private static List<Region> regions(HighAvailabilityConfig config) {
    Regions section = config.regions();
    return section == null
        ? List.of()
        : section.all().stream().filter(each -> each.baseUrl() != null).toList();
  }

  private static @Nullable Region region(HighAvailabilityConfig config, String name) {
    return regions(config).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
