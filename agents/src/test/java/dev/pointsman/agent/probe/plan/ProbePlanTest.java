package dev.pointsman.agent.probe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.probe.Check;
import dev.pointsman.agent.probe.Probe;
import dev.pointsman.agent.probe.TcpCheck;
import dev.pointsman.agent.probe.Thresholds;
import dev.pointsman.agent.probe.dns.DnsCheck;
import dev.pointsman.agent.probe.grpc.GrpcHealthCheck;
import dev.pointsman.agent.probe.http.HttpCheck;
import dev.pointsman.agent.probe.http.Redirects;
import dev.pointsman.agent.probe.tls.TlsCheck;
import dev.pointsman.config.CheckTarget.Expectation;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.ConfigResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbePlanTest {

  /** The reference document's sections, with where the regions and the targets are. */
  static final String REFERENCE =
      """
      regions:
        primary: {name: us-west-2, base_url: "https://west.example.com/v1"}
        secondary: {name: us-east-1, base_url: "http://east.example.com:8080"}
        failover:
          mode: automatic
          health_check: {interval: 30, timeout: 10, threshold: 3}
      load_balancer:
        health_check:
          path: /health
          interval: 30
          timeout: 5
          healthy_threshold: 2
          unhealthy_threshold: 3
        endpoints:
          - {region: us-west-2, weight: 100}
          - {region: us-east-1, weight: 50}
      regional_balancer:
        listeners:
          - {port: 443, protocol: HTTPS, ssl_policy: ELBSecurityPolicy-TLS-1-2-2017-01}
        target_groups:
          - name: api-servers
            port: 8000
            protocol: HTTP
            health_check: {enabled: true, path: /health, interval: 30}
            targets: {us-west-2: [10.0.0.1, "10.0.0.2:8001"]}
      health_checks:
        endpoints:
          - {name: api, url: /api/health, interval: 30, timeout: 5}
          - {name: database, type: tcp, port: 5432, interval: 15}
          - {name: cache, url: /cache/health, interval: 10}
        dependencies:
          - {name: external_api, url: "https://api.external.com/health", interval: 60}
      ssl_configuration:
        minimum_version: TLSv1.2
        preferred_ciphers: [ECDHE-ECDSA-AES128-GCM-SHA256, ECDHE-RSA-AES128-GCM-SHA256]
        certificates:
          domains: ["*.example.com", shop.example.net]
      """;

  @Test
  void everySectionOfTheReferenceDocumentIsProbed() {
    assertThat(plan(REFERENCE).probes())
        .extracting(ProbePlanTest::line)
        .containsExactlyInAnyOrder(
            "api us-west-2 http west.example.com:443 30 5",
            "api us-east-1 http east.example.com:8080 30 5",
            "database us-west-2 tcp west.example.com:5432 15 10",
            "database us-east-1 tcp east.example.com:5432 15 10",
            "cache us-west-2 http west.example.com:443 10 10",
            "cache us-east-1 http east.example.com:8080 10 10",
            "external_api external http api.external.com:443 60 10",
            "load_balancer us-west-2 http west.example.com:443 30 5",
            "load_balancer us-east-1 http east.example.com:8080 30 5",
            "api-servers us-west-2 http 10.0.0.1:8000 30 10",
            "api-servers us-west-2 http 10.0.0.2:8001 30 10",
            "listener-443 us-west-2 tls west.example.com:443 30 10",
            "listener-443 us-east-1 tls east.example.com:443 30 10",
            "region us-west-2 http west.example.com:443 30 10",
            "region us-east-1 http east.example.com:8080 30 10",
            "tls here tls shop.example.net:443 60 10",
            "tls us-west-2 tls west.example.com:443 60 10",
            "tls us-east-1 tls east.example.com:443 60 10",
            "tls external tls api.external.com:443 60 10");
  }

  @Test
  void pathsAreOfTheRegionsBase() {
    assertThat(
            plan(REFERENCE).probes().stream()
                .filter(each -> each.name().equals("region") || each.name().equals("api"))
                .map(each -> ((HttpCheck) each.check()).uri().toString()))
        .containsExactlyInAnyOrder(
            "https://west.example.com/v1/api/health",
            "http://east.example.com:8080/api/health",
            "https://west.example.com/v1/health",
            "http://east.example.com:8080/health");
  }

  @Test
  void thresholdsAreThoseOfTheSections() {
    assertThat(probe("load_balancer").thresholds()).isEqualTo(new Thresholds(2, 3));
    assertThat(probe("region").thresholds()).isEqualTo(new Thresholds(2, 3));
  }

  @Test
  void allTypesOfChecksAreMade() {
    String checks =
        """
        health_checks:
          dependencies:
            - {name: a, type: tcp, host: db, port: 5432}
            - {name: b, type: tls, host: mail, port: 465}
            - {name: c, dns: api.example.com, record_type: AAAA, server: "10.0.0.53:5353"}
            - {name: d, type: grpc, host: orders, port: 50051, service: orders.v1}
        """;
    assertThat(plan(checks).probes())
        .extracting(each -> (Object) each.check().getClass())
        .containsExactly(TcpCheck.class, TlsCheck.class, DnsCheck.class, GrpcHealthCheck.class);
    assertThat(plan(checks).probes().get(2).check().target()).isEqualTo("10.0.0.53:5353");
  }

  @Test
  void nothingIsWrongWithADocumentWithoutAnythingToProbe() {
    assertThat(plan("retry: {max_attempts: 3}").agentPlan().parts()).isEmpty();
    assertThat(plan(REFERENCE).agentPlan().parts()).hasSize(1);
  }

  @Test
  void secretsThatAreThereAreShownNowhere(@TempDir Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "Bearer t0ps3cret\n");
    String checks =
        """
        health_checks:
          dependencies:
            - name: a
              url: https://api.example.com/
              headers: {Authorization: {file: "%s"}, X-Key: {env: KEY}}
        """
            .formatted(token);
    ProbePlan plan = plan(checks);
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.toString()).doesNotContain("t0ps3cret").doesNotContain("k3y");
  }

  @Test
  void withoutAPathThatSomebodyConfiguredARegionIsUpWithAnyAnswerBelow500() {
    String regions =
        """
        regions:
          primary: {name: us-west-2, base_url: "https://west.example.com"}
          failover: {health_check: {interval: 30%s}}
        %s
        """;
    String balancer = "load_balancer: {health_check: {interval: 30%s}}";
    for (String unsaid :
        List.of(regions.formatted("", ""), regions.formatted("", balancer.formatted("")))) {
      var check = (HttpCheck) plan(unsaid).probes().get(0).check();
      assertThat(check.uri()).hasPath("/");
      assertThat(check.expected()).isEqualTo(Expectation.NO_SERVER_ERROR);
      assertThat(check.redirects()).isEqualTo(Redirects.NONE);
    }
    for (String said :
        List.of(
            regions.formatted(", path: /", ""),
            regions.formatted("", balancer.formatted(", path: /")))) {
      var check = (HttpCheck) plan(said).probes().get(0).check();
      assertThat(check.expected()).isEqualTo(Expectation.SUCCESS);
    }
  }

  @Test
  void aDependencyIsInTheRegionThatIsNamed() {
    assertThat(
            plan("""
                    health_checks:
                      dependencies: [{name: a, type: tcp, host: db, port: 1, region: us-west-2}]
                    """)
                .probes())
        .extracting(Probe::region)
        .containsExactly("us-west-2");
  }

  @Test
  void theSameQuestionIsAskedOnce() {
    assertThat(
            plan("""
                    regional_balancer:
                      target_groups:
                        - name: web
                          port: 80
                          health_check: {path: /}
                          targets: {us-west-2: [10.0.0.1, "10.0.0.1:80"]}
                    """)
                .probes())
        .hasSize(1);
  }

  private static String line(Probe probe) {
    Check check = probe.check();
    return String.join(
        " ",
        probe.name(),
        probe.region(),
        check.type(),
        check.target(),
        seconds(probe.interval()),
        seconds(probe.timeout()));
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  static Probe probe(String name) {
    return plan(REFERENCE).probes().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static Path here(String file) {
    return Path.of(file).toAbsolutePath();
  }

  static List<String> problems(String yaml) {
    return plan(yaml).problems();
  }

  static ProbePlan plan(String yaml) {
    ConfigResult read = ConfigLoader.loadTexts(Map.of("ha.yaml", yaml));
    assertThat(read.problems()).isEmpty();
    return ProbePlan.of(read.config(), "here", Map.of("KEY", "k3y"), Clock.systemUTC());
  }
}
