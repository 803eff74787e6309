package dev.pointsman.connector.kafka;

import dev.pointsman.rule.AlertRule;

/** Writes a rule as the value of a record of the rules topic; {@link RuleParser} reads it back. */
@FunctionalInterface
public interface RuleWriter {

  byte[] write(AlertRule rule);
}
