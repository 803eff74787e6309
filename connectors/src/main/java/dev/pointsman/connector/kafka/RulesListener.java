package dev.pointsman.connector.kafka;

import dev.pointsman.rule.RuleSet;

/** Is told what happens to the live rules; called by one thread at a time. */
public interface RulesListener {

  /** Does nothing. */
  RulesListener NONE = new RulesListener() {};

  /** The rules are now these; called after the table holds them. */
  default void changed(RuleSet rules) {}

  /** A record was no rule; the rule that ran under its key goes on. */
  default void rejected(RejectedRule rejected) {}
}
