package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

  @ParameterizedTest
  @CsvSource({
    "100KB, 102400",
    "100 KB, 102400",
    "128Mi, 134217728",
    "2Gi, 2147483648",
    "2GiB, 2147483648",
    "1.5K, 1536",
    "1TB, 1099511627776",
    "512, 512",
    "512B, 512"
  })
  void sizesAreInPowersOf1024(String text, long bytes) {
    assertThat(Scalars.size(text)).isEqualTo(bytes);
  }

  @Test
  void aBareNumberIsInTheUnitOfItsKey() {
    assertThat(Scalars.seconds("30")).isEqualTo(Duration.ofSeconds(30));
    assertThat(Scalars.seconds("0.25")).isEqualTo(Duration.ofMillis(250));
    assertThat(Scalars.milliseconds("60000")).isEqualTo(Duration.ofMinutes(1));
    assertThat(Scalars.days("90")).isEqualTo(Duration.ofDays(90));
  }

  @Test
  void aDurationSaysItsUnitItself() {
    assertThat(Scalars.seconds("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Scalars.milliseconds("1m30s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Scalars.days("12h")).isEqualTo(Duration.ofHours(12));
  }

  @ParameterizedTest
  @CsvSource({
    "ELBSecurityPolicy-TLS-1-2-2017-01, TLS_1_2",
    "ELBSecurityPolicy-TLS-1-2-Ext-2018-06, TLS_1_2",
    "ELBSecurityPolicy-TLS-1-1-2017-01, TLS_1_1",
    "ELBSecurityPolicy-TLS13-1-2-2021-06, TLS_1_2",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, TLS_1_2",
    "ELBSecurityPolicy-TLS13-1-3-2021-06, TLS_1_3",
    "ELBSecurityPolicy-TLS13-1-0-2021-06, TLS_1_0",
    "ELBSecurityPolicy-FS-1-2-Res-2020-10, TLS_1_2",
    "ELBSecurityPolicy-FS-2018-06, TLS_1_0",
    "ELBSecurityPolicy-2016-08, TLS_1_0"
  })
  void aSecurityPolicyOfAwsSaysItsMinimumVersion(String policy, TlsVersion minimum) {
    assertThat(SslPolicy.minimumVersion(policy)).isEqualTo(minimum);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MODERN", "ELBSecurityPolicy-TLS-1-4-2030-01", "x-TLS-1-2"})
  void anotherSecurityPolicySaysNothing(String policy) {
    assertThat(SslPolicy.minimumVersion(policy)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "db_1.internal",
        "10.0.0.1",
        "::1",
        "2001:db8::1",
        "a.b.",
        "xn--bcher-kva"
      })
  void hostsAreNamesAndAddresses(String text) {
    assertThat(Scalars.isHost(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a:80",
        "db:5432",
        "1:2:3",
        "::1]/x",
        "-a",
        "a..b",
        "*.a",
        "http://a",
        "a/b"
      })
  void otherTextsAreNoHosts(String text) {
    assertThat(Scalars.isHost(text)).isFalse();
  }
}
