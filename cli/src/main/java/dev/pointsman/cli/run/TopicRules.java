package dev.pointsman.cli.run;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.RuleParser;
import dev.pointsman.connector.kafka.RulesPublisher;
import dev.pointsman.connector.kafka.RulesSnapshot;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.RuleJson;
import dev.pointsman.rule.yaml.RuleLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules in the topic {@code alert-rules}. */
public final class TopicRules implements LiveRules, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final RuleParser PARSER =
      json -> RuleLoader.parseRule(Topics.ALERT_RULES, new String(json, StandardCharsets.UTF_8));

  private final KafkaSettings kafka;
  private final RulesPublisher publisher;

  public TopicRules(KafkaSettings kafka) {
    this.kafka = kafka;
    this.publisher =
        new RulesPublisher(
            kafka,
            Topics.ALERT_RULES,
            rule -> RuleJson.write(rule).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public RuleChange become(RuleSet wanted) throws InterruptedException {
    RuleSet live = RulesSnapshot.read(kafka, Topics.ALERT_RULES, PARSER, PATIENCE).rules();
    var put = new ArrayList<AlertRule>();
    var added = new ArrayList<String>();
    var changed = new ArrayList<String>();
    for (AlertRule rule : wanted.rules()) {
      AlertRule before = live.get(rule.name());
      if (!rule.equals(before)) {
        put.add(rule);
        (before == null ? added : changed).add(rule.name());
      }
    }
    List<String> removed =
        live.rules().stream()
            .map(AlertRule::name)
            .filter(name -> wanted.get(name) == null)
            .toList();
    publisher.put(put);
    publisher.delete(removed);
    return new RuleChange(wanted.size(), added, changed, removed);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
