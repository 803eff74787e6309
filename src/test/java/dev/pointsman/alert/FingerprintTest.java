package dev.pointsman.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Labels;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static final Labels GROUP = Labels.of("check", "api", "region", "us-west-2");

  /** Receivers know incidents by it: another one would open each of them a second time. */
  @Test
  void itDoesNotChangeFromReleaseToRelease() {
    assertThat(Fingerprint.of("region_failover", GROUP))
        .isEqualTo("a16cac006ef2ff7c658d5998f229f5ea");
  }

  @Test
  void itDependsOnTheRulesNameAndTheGroupsLabels() {
    String fingerprint = Fingerprint.of("region_failover", GROUP);
    assertThat(fingerprint)
        .isEqualTo(
            Fingerprint.of("region_failover", Labels.of("region", "us-west-2", "check", "api")))
        .isNotEqualTo(Fingerprint.of("region_failovers", GROUP))
        .isNotEqualTo(Fingerprint.of("region_failover", Labels.of("check", "api")))
        .isNotEqualTo(
            Fingerprint.of("region_failover", Labels.of("check", "api", "region", "us-east-1")));
  }

  @Test
  void whereATextEndsMatters() {
    assertThat(Fingerprint.of("a", Labels.of("b", "c")))
        .isNotEqualTo(Fingerprint.of("ab", Labels.of("", "c")))
        .isNotEqualTo(Fingerprint.of("a", Labels.of("bc", "")));
  }
}
