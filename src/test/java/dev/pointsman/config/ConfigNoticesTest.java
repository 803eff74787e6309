package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigNoticesTest {

  @Test
  void aSectionNearToAKnownOneIsNoticed() {
    assertThat(notices("regoins: {}\nalerts: []\nfailover_alerts: []\nkafka: {}\nx-common: 1\n"))
        .containsExactly("a.yaml:1:1: section \"regoins\" is not read: did you mean \"regions\"?");
  }

  @Test
  void anUnknownKeyOfWhatNothingReadsIsNoticed() {
    assertThat(
            notices(
                """
                retry: {max_attemts: 3}
                recovery: {procedures: [{name: a, owner: me}]}
                """))
        .containsExactly(
            "a.yaml:1:9: unknown key \"max_attemts\": did you mean \"max_attempts\"? retry has the"
                + " keys max_attempts, initial_interval, multiplier, max_interval,"
                + " retryable_exceptions",
            "a.yaml:2:35: unknown key \"owner\"; a recovery procedure has the keys name, type,"
                + " priority, steps");
  }

  @Test
  void whatAKubernetesPeerIsMadeOfIsNotLookedAt() {
    assertThat(
            notices(
                """
                network_policies:
                  ingress:
                    - from:
                        - namespaceSelector: {matchExpressions: [{key: a, operator: Exists}]}
                  egress: []
                """))
        .isEmpty();
  }

  @Test
  void aSecurityPolicyOfAnotherNameIsNoticed() {
    assertThat(
            notices(
                "regional_balancer: {listeners: [{port: 443, protocol: TLS, ssl_policy: MODERN}]}"))
        .containsExactly("a.yaml:1:72: which versions of TLS \"MODERN\" allows is not known here");
  }

  @Test
  void aSecretInAnAddressIsNoticed() {
    assertThat(
            notices(
                "health_checks: {endpoints: [{name: a, url: 'http://a/?id=1&access_token=x'}]}"))
        .containsExactly(
            "a.yaml:1:44: \"access_token\" seems to be a secret; a header can have it from the"
                + " environment or a file");
  }

  @Test
  void whatIsRelativeWithoutRegionsNeedsThem() {
    assertThat(
            missing(
                """
                health_checks:
                  endpoints:
                    - {name: a, url: /a}
                    - {name: b, type: tcp, port: 5432}
                    - {name: c, url: "https://example.com"}
                load_balancer:
                  health_check: {}
                  endpoints: [{region: r}]
                """))
        .containsExactly(
            "a.yaml:3:22: pointsman probe needs the section regions, with a base_url in each region,"
                + " for /a",
            "a.yaml:4:34: pointsman probe needs the section regions, with a base_url in each region,"
                + " for port 5432",
            "a.yaml:8:24: pointsman probe needs the section regions, with a base_url in each region,"
                + " for load_balancer.health_check");
  }

  @Test
  void onlyTheRegionThatIsMeantNeedsABaseUrl() {
    assertThat(
            missing(
                """
                regions: {primary: {name: r1}, secondary: {name: r2}}
                health_checks: {endpoints: [{name: a, url: /a, region: r2}]}
                """))
        .containsExactly("a.yaml:1:50: pointsman probe needs the base_url of r2, for /a");
  }

  @Test
  void aTargetGroupThatIsNotCheckedNeedsNoTargets() {
    assertThat(
            missing(
                """
                regional_balancer:
                  target_groups:
                    - {name: a, port: 80, health_check: {enabled: no}}
                    - {name: b, port: 80}
                    - {name: c, port: 80, health_check: {}}
                """))
        .containsExactly(
            "a.yaml:5:14: pointsman probe needs the targets of c, such as {us-west-2: [10.0.0.1]}, or"
                + " health_check.enabled: no");
  }

  private static List<String> notices(String yaml) {
    ConfigResult result = ConfigLoader.loadTexts(Map.of("a.yaml", yaml));
    assertThat(result.problems()).isEmpty();
    return result.notices().stream().map(Notice::toString).toList();
  }

  private static List<String> missing(String yaml) {
    ConfigResult result = ConfigLoader.loadTexts(Map.of("a.yaml", yaml));
    assertThat(result.problems()).isEmpty();
    return result.missing(AgentKind.PROBE).stream().map(Problem::toString).toList();
  }
}
