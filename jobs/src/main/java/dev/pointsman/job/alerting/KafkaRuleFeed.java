package dev.pointsman.job.alerting;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.RejectedRule;
import dev.pointsman.connector.kafka.RulesListener;
import dev.pointsman.connector.kafka.RulesTopic;
import dev.pointsman.event.Rejection;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.RuleLoader;
import java.nio.charset.StandardCharsets;

/** The rules of the compacted {@code alert-rules} topic, as they change. */
public final class KafkaRuleFeed implements RuleFeed {

  private static final long serialVersionUID = 1;

  private final KafkaSettings kafka;
  private final String topic;

  public KafkaRuleFeed(KafkaSettings kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  @Override
  public Subscription subscribe(Listener listener) {
    RulesTopic rules =
        RulesTopic.open(
            kafka,
            topic,
            json -> RuleLoader.parseRule(topic, new String(json, StandardCharsets.UTF_8)),
            new RulesListener() {
              @Override
              public void changed(RuleSet live) {
                listener.changed(live);
              }

              @Override
              public void rejected(RejectedRule rejected) {
                listener.rejected(rejectedEvent(rejected));
              }
            },
            RulesTopic.DEFAULT_PATIENCE);
    return new Subscription() {
      @Override
      public RuleSet current() {
        return rules.current();
      }

      @Override
      public long version() {
        return rules.version();
      }

      @Override
      public void close() {
        rules.close();
      }
    };
  }

  private RejectedEvent rejectedEvent(RejectedRule rejected) {
    return new RejectedEvent(
        new RawEvent(null, topic, rejected.partition(), rejected.offset(), rejected.value()),
        new Rejection(Rejection.Reason.INVALID_RULE, rejected.reason()));
  }
}
