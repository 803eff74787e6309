package dev.pointsman.rule.yaml;

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

class RuleSchemaTest {

  private static final Path SHIPPED = Path.of("..", "alert-rules");
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(RuleSchema.json());

  @Test
  void theShippedSchemaIsWhatTheParserKnows() throws IOException {
    Path shipped = SHIPPED.resolve("rules.schema.json");
    if (Boolean.getBoolean("schema.write")) {
      Files.writeString(shipped, RuleSchema.json());
    }

    assertThat(Files.readString(shipped))
        .as("write it anew with: ./mvnw -pl src test -Dtest=RuleSchemaTest -Dschema.write=true")
        .isEqualTo(RuleSchema.json());
  }

  @Test
  void theShippedRulesFit() throws IOException {
    assertFits(Files.readString(SHIPPED.resolve("failover.yaml")));
  }

  @Test
  void everyKeyFits() {
    assertFits(
        """
        anything: {else: 1}
        alerts:
          - name: a_-9
            severity: critical
            by: [cluster]
            when: any
            conditions:
              - metric: replication_lag
                match: {region: us-east-1, replica: [r2, 3, true]}
                aggregate: consecutive
                where: "> 0.5s"
                compare: "<="
                threshold: 4
                window: 1h30m
                per: series
                quorum: {replica: 2}
              - {metric: replication_lag_bytes, match: ['region=~"us-.*"'], threshold: 1.5e3KB}
            for: 0
            keep_firing_for: 1m
            no_data: alert
            no_data_after: 10m
            labels: {team: db, tier: 1}
            annotations: {summary: "{{cluster}} is behind"}
            notifications:
              - {type: slack, channel: "#a", severity: info}
              - {type: slack}
              - {type: pagerduty}
            actions: [b, a-1]
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conditons: []",
        "name: 9a",
        "name: 5",
        "severity: fatal",
        "severity: 1",
        "by: []",
        "by: cluster",
        "by: [5]",
        "when: every",
        "conditions: []",
        "conditions: {}",
        "conditions: [x]",
        "conditions: [{metric: x}]",
        "conditions: [{threshold: 1}]",
        "conditions: [{metric: x, threshold: many}]",
        "conditions: [{metric: x, threshold: [1]}]",
        "conditions: [{metric: x, threshold: 1, Window: 3m}]",
        "conditions: [{metric: x, threshold: 1, window: 3}]",
        "conditions: [{metric: x, threshold: 1, window: 1m1h}]",
        "conditions: [{metric: x, threshold: 1, match: {a: []}}]",
        "conditions: [{metric: x, threshold: 1, match: {a: {}}}]",
        "conditions: [{metric: x, threshold: 1, match: []}]",
        "conditions: [{metric: x, threshold: 1, match: a=b}]",
        "conditions: [{metric: x, threshold: 1, aggregate: p98}]",
        "conditions: [{metric: x, threshold: 1, where: 3}]",
        "conditions: [{metric: x, threshold: 1, where: '~ 3'}]",
        "conditions: [{metric: x, threshold: 1, compare: '=>'}]",
        "conditions: [{metric: x, threshold: 1, per: groups}]",
        "conditions: [{metric: x, threshold: 1, quorum: {a: 0}}]",
        "conditions: [{metric: x, threshold: 1, quorum: {a: 1.5}}]",
        "for: 5",
        "for: -5m",
        "for: ",
        "keep_firing_for: 1.5h",
        "no_data: ignore",
        "no_data_after: 0",
        "labels: [a]",
        "labels: {a: [b]}",
        "labels: {a: }",
        "annotations: x",
        "notifications: []",
        "notifications: [{type: pager}]",
        "notifications: [{channel: x}]",
        "notifications: [{type: pagerduty, channel: x}]",
        "notifications: [{type: slack, severty: info}]",
        "actions: []",
        "actions: ['do it']"
      })
  void aStructuralMistakeFailsInTheSchemaAndInTheParser(String mistake) {
    var keys = new java.util.LinkedHashMap<String, String>();
    keys.put("name", "a");
    keys.put("conditions", "[{metric: x, threshold: 1}]");
    keys.put(
        mistake.substring(0, mistake.indexOf(':')), mistake.substring(mistake.indexOf(':') + 1));
    var yaml = new StringBuilder("alerts:\n  -\n");
    keys.forEach((key, value) -> yaml.append("    %s: %s%n".formatted(key, value)));

    assertThat(SCHEMA.validate(json(yaml.toString()))).isNotEmpty();
    assertThat(RuleLoader.loadTexts(Map.of("r.yaml", yaml.toString())).succeeded()).isFalse();
  }

  private static void assertFits(String yaml) {
    assertThat(SCHEMA.validate(json(yaml))).isEmpty();
    assertThat(RuleLoader.loadTexts(Map.of("r.yaml", yaml)).problems()).isEmpty();
  }

  private static JsonNode json(String yaml) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return new ObjectMapper().valueToTree(new Load(settings).loadFromString(yaml));
  }
}
