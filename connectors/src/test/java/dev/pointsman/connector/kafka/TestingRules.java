package dev.pointsman.connector.kafka;

import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Response;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Rules that differ in name and threshold, in the smallest format that tells: {@code name>8}. */
final class TestingRules {

  private TestingRules() {}

  static AlertRule rule(String name, double threshold) {
    var condition =
        new Condition(
            "queue_length",
            List.of(),
            Aggregate.LAST,
            new Bound(Comparison.NOT_EQUAL, 0),
            new Bound(Comparison.GREATER, threshold),
            60_000,
            Scope.SERIES,
            Map.of());
    return new AlertRule(
        name,
        Severity.WARNING,
        GroupBy.EVERY_LABEL,
        When.ALL,
        List.of(condition),
        Hold.NONE,
        new NoData(NoData.Policy.KEEP, 120_000),
        Response.NONE);
  }

  static byte[] write(AlertRule rule) {
    double threshold = rule.conditions().get(0).bound().threshold();
    return (rule.name() + ">" + threshold).getBytes(StandardCharsets.UTF_8);
  }

  static AlertRule parse(byte[] value) {
    String[] parts = new String(value, StandardCharsets.UTF_8).split(">", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("expected name>threshold");
    }
    return rule(parts[0], Double.parseDouble(parts[1]));
  }
}
