package dev.pointsman.connector.kafka;

import dev.pointsman.rule.RuleSet;
import java.time.Duration;
import java.util.List;

/**
 * What the rules topic held at one time.
 *
 * @param rejected the records that are no rules, in the order of the topic
 */
public record RulesSnapshot(RuleSet rules, List<RejectedRule> rejected) {

  public RulesSnapshot {
    rejected = List.copyOf(rejected);
  }

  /**
   * Reads all that the topic holds at the time of the call.
   *
   * @throws KafkaUnavailableException if that takes longer than {@code patience}, or there is no
   *     such topic
   */
  public static RulesSnapshot read(
      KafkaSettings settings, String topic, RuleParser parser, Duration patience) {
    try (var reader = new RulesReader(settings, topic, parser)) {
      List<RejectedRule> rejected = reader.readToEnd(patience);
      return new RulesSnapshot(reader.rules(), rejected);
    }
  }
}
