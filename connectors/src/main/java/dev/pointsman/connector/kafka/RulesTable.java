package dev.pointsman.connector.kafka;

import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the records of the rules topic add up to. */
final class RulesTable {

  private final RuleParser parser;
  private final Map<String, AlertRule> live = new HashMap<>();
  private final Map<String, Long> removals = new HashMap<>();

  /** Made when it is asked for: a change of many rules is one. */
  private @Nullable RuleSet rules;

  RulesTable(RuleParser parser) {
    this.parser = parser;
  }

  RuleSet rules() {
    if (rules == null) {
      rules = RuleSet.of(live.values(), removals);
    }
    return rules;
  }

  /** Takes in one record, or says why it is no rule and changes nothing. */
  Optional<RejectedRule> apply(ConsumerRecord<byte @Nullable [], byte @Nullable []> change) {
    byte[] key = change.key();
    byte[] value = change.value();
    if (key == null) {
      return Optional.of(rejected(change, null, "the record has no key; expected the rule's name"));
    }
    String name = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      rules = null;
      live.remove(name);
      // A key's records are all of one partition, so that its offsets grow; 0 is for never.
      removals.put(name, change.offset() + 1);
      return Optional.empty();
    }
    AlertRule rule;
    try {
      rule = parser.parse(value);
    } catch (RuntimeException e) {
      // Also where the parser itself is at fault: one record must not stop the rules.
      return Optional.of(rejected(change, name, String.valueOf(e.getMessage())));
    }
    if (!rule.name().equals(name)) {
      return Optional.of(
          rejected(change, name, "the key is " + name + " but the rule's name is " + rule.name()));
    }
    rules = null;
    live.put(name, rule);
    return Optional.empty();
  }

  private static RejectedRule rejected(
      ConsumerRecord<byte @Nullable [], byte @Nullable []> change,
      @Nullable String key,
      String reason) {
    byte[] value = change.value();
    return new RejectedRule(
        change.partition(), change.offset(), key, value == null ? new byte[0] : value, reason);
  }
}
