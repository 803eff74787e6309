package dev.pointsman.connector.kafka;

import dev.pointsman.rule.AlertRule;

/** Reads the value of a record of the rules topic. */
@FunctionalInterface
public interface RuleParser {

  /**
   * Reads one rule.
   *
   * @throws IllegalArgumentException if this is not a rule; the message is the reason
   */
  AlertRule parse(byte[] value);
}
