package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The high-availability document that teams have before they ever heard of Pointsman. */
class ReferenceDocumentTest {

  static String reference() throws IOException {
    String resource = "/dev/pointsman/rule/yaml/reference.yaml";
    try (InputStream in = ReferenceDocumentTest.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void isAcceptedAsItStands() throws IOException {
    ConfigResult result = ConfigLoader.loadTexts(Map.of("ha.yaml", reference()));

    assertThat(result.problems()).isEmpty();
    assertThat(result.notices()).isEmpty();
    assertThat(result.sectionCount()).isEqualTo(14);
  }

  @Test
  void saysTheSameWithEachSectionInAFileOfItsOwn() throws IOException {
    var files = new LinkedHashMap<String, String>();
    for (String section : reference().split("\n(?=[a-z])")) {
      files.put(section.substring(0, section.indexOf(':')) + ".yaml", section + "\n");
    }

    ConfigResult result = ConfigLoader.loadTexts(files);

    assertThat(files).hasSize(15);
    assertThat(result.problems()).isEmpty();
    assertThat(result.sectionCount()).isEqualTo(14);
  }

  @Test
  void lacksOnlyWhereTheRegionsAre() throws IOException {
    ConfigResult result = ConfigLoader.loadTexts(Map.of("ha.yaml", reference()));

    assertThat(result.missing(AgentKind.PROBE).stream().map(Object::toString))
        .containsExactly(
            "ha.yaml:3:11: pointsman probe needs the base_url of us-west-2, for"
                + " regions.failover.health_check, load_balancer.health_check, the listener on port"
                + " 443, /api/health, port 5432, /cache/health",
            "ha.yaml:10:11: pointsman probe needs the base_url of us-east-1, for"
                + " regions.failover.health_check, load_balancer.health_check, the listener on port"
                + " 443, /api/health, port 5432, /cache/health",
            "ha.yaml:66:13: pointsman probe needs the targets of api-servers, such as"
                + " {us-west-2: [10.0.0.1]}, or health_check.enabled: no");
  }

  @Test
  void isUnderstoodInItsOwnUnits() throws IOException {
    HighAvailabilityConfig config = ConfigLoader.loadTexts(Map.of("ha.yaml", reference())).config();

    assertThat(Objects.requireNonNull(config.regions()).all())
        .extracting(Region::name)
        .containsExactly("us-west-2", "us-east-1");
    assertThat(Objects.requireNonNull(config.replication()).database())
        .isEqualTo(
            new Replication.Database(
                "postgresql", "synchronous", "streaming", 102_400L, "on", null));
    assertThat(Objects.requireNonNull(config.circuitBreaker()))
        .isEqualTo(
            new CircuitBreaker(
                50.0, 100.0, Duration.ofSeconds(1), "count_based", 100, Duration.ofMinutes(1), 10));
    assertThat(Objects.requireNonNull(config.backup()).full())
        .isEqualTo(new Backup.Series(Duration.ofDays(1), Duration.ofDays(30), null, null, null));
    assertThat(Objects.requireNonNull(config.recovery()).rpo()).isEqualTo(Duration.ofHours(1));
    assertThat(Objects.requireNonNull(config.serviceMesh()).version()).isEqualTo("1.12");
    assertThat(Objects.requireNonNull(config.cache()).persistence())
        .isEqualTo(
            new Cache.Persistence(
                true,
                true,
                List.of(
                    new Cache.SaveInterval(Duration.ofMinutes(15), 1),
                    new Cache.SaveInterval(Duration.ofMinutes(5), 10))));
    assertThat(Objects.requireNonNull(config.sslConfiguration()).minimumVersion())
        .isEqualTo(TlsVersion.TLS_1_2);
  }
}
