package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class ConfigSchemaTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(ConfigSchema.json());

  @Test
  void theShippedSchemaIsWhatTheLoaderKnows() throws IOException {
    Path shipped = DOCS.resolve("schema").resolve("high-availability.schema.json");
    if (Boolean.getBoolean("schema.write")) {
      Files.writeString(shipped, ConfigSchema.json());
    }

    assertThat(Files.readString(shipped))
        .as("write it anew with: ./mvnw -pl src test -Dtest=ConfigSchemaTest -Dschema.write=true")
        .isEqualTo(ConfigSchema.json());
  }

  @Test
  void theReferenceDocumentFits() throws IOException {
    assertFits(ReferenceDocumentTest.reference());
  }

  @Test
  void theExampleFits() throws IOException {
    assertFits(Files.readString(DOCS.resolve("examples").resolve("high-availability.yaml")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "regions: {}",
        "regions: {primary: {name: 5}}",
        "regions: {primary: {name: a, base_url: ftp://a}}",
        "regions: {primary: {name: a}, failover: {mode: auto}}",
        "regions: {primary: {name: a}, third: {name: b}}",
        "replication: {database: {}}",
        "replication: {database: {type: postgresql, settings: {max_lag: -5KB}}}",
        "load_balancer: {endpoints: []}",
        "load_balancer: {endpoints: [{weight: 1}]}",
        "load_balancer: {endpoints: [{region: a, weight: 1.5}]}",
        "load_balancer: {health_check: {path: health}}",
        "load_balancer: {health_check: {interval: 0}}",
        "load_balancer: {health_check: {interval: 5x}}",
        "regional_balancer: {listeners: [{port: 70000}]}",
        "regional_balancer: {target_groups: [{name: a, port: 1, targets: {r: [a b]}}]}",
        "circuit_breaker: {thresholds: {failure_rate: 101}}",
        "circuit_breaker: {wait_duration: '1 minute'}",
        "retry: {multiplier: 0}",
        "backup: {schedule: {full: {frequency: sometimes}}}",
        "backup: {schedule: {full: {frequency: daily, retention: 30}}}",
        "recovery: {rto: 4}",
        "recovery: {procedures: [{steps: [a]}]}",
        "service_mesh: {mtls: {mode: strict}}",
        "cache: {}",
        "cache: {type: redis, configuration: {cluster_enabled: maybe}}",
        "cache: {type: redis, version: [6]}",
        "health_checks: {endpoint: []}",
        "health_checks: {endpoints: [{url: /a}]}",
        "health_checks: {endpoints: [{name: a, type: ping}]}",
        "health_checks: {endpoints: [{name: a, url: /a, expect: {status: [600]}}]}",
        "health_checks: {endpoints: [{name: a, url: /a, expect: {status: []}}]}",
        "health_checks: {endpoints: [{name: a, url: /a, headers: {X: {environment: A}}}]}",
        "health_checks: {endpoints: [{name: a, type: tcp, port: 1, hosts: {r: 'a b'}}]}",
        "autoscaling: {horizontal: {min_replicas: 0}}",
        "autoscaling: {vertical: {memory: {min: 128 MB}}}",
        "network_policies: {ingress: [{ports: [{protocol: tcp}]}]}",
        "ssl_configuration: {minimum_version: TLS1.2}",
        "ssl_configuration: {certificates: {domains: ['a*.example.com']}}",
        "alerts: [{name: a}]",
        "failover_alerts: []"
      })
  void aStructuralMistakeFailsInTheSchemaAndInTheLoader(String mistake) {
    assertThat(SCHEMA.validate(json(mistake))).isNotEmpty();
    if (!mistake.contains("alerts:")) {
      assertThat(ConfigLoader.loadTexts(Map.of("a.yaml", mistake)).succeeded()).isFalse();
    }
  }

  @Test
  void anUnknownKeyOfWhatNothingReadsFits() {
    assertFits("retry: {jitter: 0.5}\nsomething: {else: 1}\n");
  }

  private static void assertFits(String yaml) {
    assertThat(SCHEMA.validate(json(yaml))).isEmpty();
    assertThat(ConfigLoader.loadTexts(Map.of("a.yaml", yaml)).problems()).isEmpty();
  }

  private static JsonNode json(String yaml) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return new ObjectMapper().valueToTree(new Load(settings).loadFromString(yaml));
  }
}
