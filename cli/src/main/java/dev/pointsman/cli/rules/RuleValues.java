package dev.pointsman.cli.rules;

import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.yaml.RuleJson;
import dev.pointsman.rule.yaml.RuleLoader;
import java.nio.charset.StandardCharsets;

/** Rules as the values of records: one JSON object in UTF-8. */
final class RuleValues {

  private RuleValues() {}

  static byte[] write(AlertRule rule) {
    return RuleJson.write(rule).getBytes(StandardCharsets.UTF_8);
  }

  static AlertRule parse(byte[] value) {
    return RuleLoader.parseRule("record", new String(value, StandardCharsets.UTF_8));
  }
}
