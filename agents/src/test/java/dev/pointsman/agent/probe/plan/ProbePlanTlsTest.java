package dev.pointsman.agent.probe.plan;

import static dev.pointsman.agent.probe.plan.ProbePlanTest.REFERENCE;
import static dev.pointsman.agent.probe.plan.ProbePlanTest.here;
import static dev.pointsman.agent.probe.plan.ProbePlanTest.plan;
import static dev.pointsman.agent.probe.plan.ProbePlanTest.probe;
import static dev.pointsman.agent.probe.plan.ProbePlanTest.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pointsman.agent.probe.Check;
import dev.pointsman.agent.probe.Probe;
import dev.pointsman.agent.probe.http.HttpCheck;
import dev.pointsman.agent.probe.tls.TlsCheck;
import dev.pointsman.agent.probe.tls.TlsClient;
import dev.pointsman.agent.probe.tls.TlsExpectation;
import dev.pointsman.config.CipherSuite;
import dev.pointsman.config.TlsVersion;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How a plan does TLS: whose options a probe has, and what it is held against. */
class ProbePlanTlsTest {
  @Test
  void tlsIsHeldAgainstTheConfigurationAndTellsNothingOfHealth() {
    var check = (TlsCheck) probe("tls").check();
    assertThat(check.expected().minimum()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(check.expected().preferred())
        .containsExactly(
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
    assertThat(check.expected().domains()).contains("*.example.com");
    assertThat(probe("tls").tells()).isEqualTo(Probe.Tells.MEASUREMENTS);
    assertThat(probe("listener-443").tells()).isEqualTo(Probe.Tells.HEALTH);
    assertThat(((TlsCheck) probe("listener-443").check()).expected().minimum())
        .isEqualTo(TlsVersion.TLS_1_2);
  }

  @Test
  void whatCannotBeUsedForTlsIsAProblem() {
    assertThat(
            problems(
                """
                health_checks:
                  dependencies:
                    - {name: a, url: "https://a.example.com/", tls: {ca_file: missing.pem}}
                """))
        .containsExactlyInAnyOrder("the check a: there is no file " + here("missing.pem"));
  }

  @Test
  void theTlsOptionsOfEverySectionAreUsed() {
    assertThat(
            problems(
                """
                regions:
                  primary: {name: us-west-2, base_url: "https://west.example.com"}
                  failover: {health_check: {tls: {ca_file: regions.pem}}}
                load_balancer:
                  health_check: {tls: {ca_file: balancer.pem}}
                  endpoints: [{region: us-west-2}]
                regional_balancer:
                  listeners:
                    - {port: 443, protocol: HTTPS, tls: {ca_file: listener.pem}}
                  target_groups:
                    - name: web
                      port: 443
                      protocol: HTTPS
                      health_check: {tls: {ca_file: web.pem}}
                      targets: {us-west-2: [10.0.0.1]}
                    - name: mail
                      port: 465
                      protocol: TLS
                      health_check: {tls: {ca_file: mail.pem}}
                      targets: {us-west-2: [10.0.0.1]}
                """))
        .containsExactlyInAnyOrder(
            "the check region: there is no file " + here("regions.pem"),
            "the check load_balancer: there is no file " + here("balancer.pem"),
            "the check web: there is no file " + here("web.pem"),
            "the check mail: there is no file " + here("mail.pem"),
            "the check listener-443: there is no file " + here("listener.pem"));
  }

  @Test
  void regionsAreAskedAsTheLoadBalancerAsks() {
    assertThat(
            problems(
                """
                regions:
                  primary: {name: us-west-2, base_url: "https://west.example.com"}
                  failover: {health_check: {interval: 30}}
                load_balancer:
                  health_check: {tls: {ca_file: balancer.pem}}
                """))
        .containsExactly("the check region: there is no file " + here("balancer.pem"));
  }

  @Test
  void whatIsRelativeToABaseDoesTlsAsIsSaidBesideIt() {
    List<Probe> probes =
        plan("""
                regions:
                  primary:
                    name: us-west-2
                    base_url: "https://10.0.0.1"
                    tls: {server_name: www.example.com}
                  failover: {health_check: {interval: 30}}
                load_balancer:
                  health_check: {path: /health}
                  endpoints: [{region: us-west-2}]
                regional_balancer:
                  listeners: [{port: 8443, protocol: TLS}]
                health_checks:
                  endpoints:
                    - {name: api, url: /api}
                    - {name: own, url: /own, tls: {server_name: own.example.com}}
                    - {name: mail, type: tls, port: 465}
                    - {name: absolute, url: "https://10.0.0.2/"}
                    - {name: elsewhere, type: tls, host: 10.0.0.3}
                """)
            .probes();
    assertThat(probes)
        .extracting(Probe::name, each -> client(each.check()).serverName("its host"))
        .containsExactlyInAnyOrder(
            tuple("region", "www.example.com"),
            tuple("load_balancer", "www.example.com"),
            tuple("listener-8443", "www.example.com"),
            tuple("api", "www.example.com"),
            tuple("own", "own.example.com"),
            tuple("mail", "www.example.com"),
            tuple("absolute", "its host"),
            tuple("elsewhere", "its host"));
  }

  @Test
  void dependenciesDoTlsAsTheyLike() {
    assertThat(plan(REFERENCE).probes())
        .filteredOn(each -> each.name().equals("tls") && each.region().equals("external"))
        .extracting(each -> ((TlsCheck) each.check()).expected())
        .containsExactly(TlsExpectation.NONE);
  }

  @Test
  void oneServersTlsIsLookedAtOnceAndAsConfigured() {
    List<Probe> probes =
        plan("""
                regions:
                  primary: {name: us-west-2, base_url: "https://west.example.com"}
                health_checks:
                  endpoints:
                    - {name: a, url: /a}
                    - {name: b, url: /b, tls: {server_name: www.example.com}}
                  dependencies:
                    - {name: c, url: "https://west.example.com/c"}
                ssl_configuration:
                  minimum_version: TLSv1.2
                """)
            .probes();
    assertThat(probes)
        .filteredOn(each -> each.name().equals("tls"))
        .singleElement()
        .satisfies(
            each -> {
              var check = (TlsCheck) each.check();
              assertThat(each.region()).isEqualTo("us-west-2");
              assertThat(check.client().serverName(check.host())).isEqualTo("www.example.com");
              assertThat(check.expected().minimum()).isEqualTo(TlsVersion.TLS_1_2);
            });
  }

  @Test
  void aListenerIsLookedAtAsItIsConfigured() {
    List<Probe> probes =
        plan("""
                regions:
                  primary: {name: us-west-2, base_url: "https://west.example.com"}
                regional_balancer:
                  listeners: [{port: 443, protocol: HTTPS, tls: {server_name: www.example.com}}]
                ssl_configuration: {minimum_version: TLSv1.2}
                """)
            .probes();
    assertThat(probes)
        .extracting(Probe::name, each -> ((TlsCheck) each.check()).client().serverName("host"))
        .containsExactly(tuple("listener-443", "www.example.com"), tuple("tls", "www.example.com"));
  }

  private static TlsClient client(Check check) {
    return check instanceof TlsCheck tls
        ? tls.client()
        : Objects.requireNonNull(((HttpCheck) check).tls());
  }
}
