package dev.pointsman.connector.kafka;

import static dev.pointsman.connector.kafka.TestingRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class RulesTopicIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static TestingKafka kafka;

  private String topic;

  @BeforeAll
  static void startKafka() {
    kafka = TestingKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
    kafka.createTopic(topic, 3);
  }

  @Test
  void everyRuleThatIsThereIsInTheTableWhenItOpens() throws Exception {
    put(rule("a", 1), rule("b", 2), rule("c", 3), rule("d", 4));
    put(rule("b", 20));
    delete("c");

    try (RulesTopic rules = open()) {
      assertThat(rules.current())
          .isEqualTo(RuleSet.of(List.of(rule("a", 1), rule("b", 20), rule("d", 4))));
    }
  }

  @Test
  void anEmptyTopicOpensWithNoRules() {
    try (RulesTopic rules = open()) {
      assertThat(rules.current()).isEqualTo(RuleSet.EMPTY);
      assertThat(rules.version()).isZero();
    }
  }

  @Test
  void aChangeIsFollowedAndTold() throws Exception {
    put(rule("a", 1));
    var told = new CopyOnWriteArrayList<RuleSet>();
    var listener =
        new RulesListener() {
          @Override
          public void changed(RuleSet rules) {
            told.add(rules);
          }
        };
    try (RulesTopic rules = open(listener)) {
      long before = rules.version();
      put(rule("b", 2));
      await().until(() -> rules.current().size() == 2);
      assertThat(rules.version()).isGreaterThan(before);

      delete("a");
      await().until(() -> rules.current().equals(RuleSet.of(List.of(rule("b", 2)))));
      await().until(() -> told.size() == 2);
      assertThat(told.get(1)).isEqualTo(rules.current());
    }
  }

  @Test
  void twoTablesThatReadTheSameHaveTheSameVersion() throws Exception {
    put(rule("a", 1));
    try (RulesTopic early = open()) {
      put(rule("a", 2), rule("b", 3));
      await().until(() -> early.current().size() == 2);
      try (RulesTopic late = open()) {
        await().until(() -> early.version() == late.version());
        assertThat(early.current()).isEqualTo(late.current());
      }
    }
  }

  @Test
  void whatIsNoRuleIsToldAndTheRunningRuleGoesOn() throws Exception {
    var rejected = new CopyOnWriteArrayList<RejectedRule>();
    put(rule("a", 1));
    send("a", "no rule");
    var listener =
        new RulesListener() {
          @Override
          public void rejected(RejectedRule each) {
            rejected.add(each);
          }
        };
    try (RulesTopic rules = open(listener)) {
      assertThat(rules.current()).isEqualTo(RuleSet.of(List.of(rule("a", 1))));
      assertThat(rejected).hasSize(1);
      assertThat(rejected.get(0).key()).isEqualTo("a");
      assertThat(rejected.get(0).offset()).isEqualTo(1);
      assertThat(rejected.get(0).value()).asString().isEqualTo("no rule");
      assertThat(rejected.get(0).reason()).isEqualTo("expected name>threshold");

      send("b", "a>7.0");
      send(null, "c>7.0");
      await().until(() -> rejected.size() == 3);
      assertThat(rejected)
          .extracting(RejectedRule::reason)
          .contains(
              "the key is b but the rule's name is a",
              "the record has no key; expected the rule's name");
      assertThat(rules.current()).isEqualTo(RuleSet.of(List.of(rule("a", 1))));
    }
  }

  @Test
  void theTableOutlivesAnOutageOfKafka() throws Exception {
    try (TestingKafka fragile = TestingKafka.start()) {
      fragile.createTopic(topic, 1);
      put(fragile, rule("a", 1));
      try (RulesTopic rules = RulesTopic.open(fragile.settings(), topic, TestingRules::parse)) {
        fragile.stop();
        assertThat(rules.current().size()).isEqualTo(1);
        fragile.startAgain();
        put(fragile, rule("b", 2));
        await().atMost(PATIENCE).until(() -> rules.current().size() == 2);
      }
    }
  }

  @Test
  void aListenerThatFailsDoesNotStopTheTable() throws Exception {
    var listener =
        new RulesListener() {
          @Override
          public void changed(RuleSet rules) {
            throw new IllegalStateException("listener fails");
          }
        };
    try (RulesTopic rules = open(listener)) {
      put(rule("a", 1));
      await().until(() -> rules.current().size() == 1);
      put(rule("b", 1));
      await().until(() -> rules.current().size() == 2);
    }
  }

  @Test
  void closingTakesNoTime() {
    RulesTopic rules = open();
    long before = System.nanoTime();
    rules.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("follow " + topic));
  }

  @Test
  void aSnapshotHoldsRulesAndRejections() throws Exception {
    put(rule("a", 1));
    send("b", "no rule");

    var snapshot = RulesSnapshot.read(kafka.settings(), topic, TestingRules::parse, PATIENCE);

    assertThat(snapshot.rules()).isEqualTo(RuleSet.of(List.of(rule("a", 1))));
    assertThat(snapshot.rejected()).extracting(RejectedRule::key).containsExactly("b");
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> RulesTopic.open(kafka.settings(), "no-such-topic", TestingRules::parse))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessage("there is no topic no-such-topic in Kafka at " + kafka.bootstrapServers());
  }

  private RulesTopic open() {
    return open(RulesListener.NONE);
  }

  private RulesTopic open(RulesListener listener) {
    return RulesTopic.open(kafka.settings(), topic, TestingRules::parse, listener, PATIENCE);
  }

  private void put(AlertRule... rules) throws InterruptedException {
    put(kafka, rules);
  }

  private void put(TestingKafka to, AlertRule... rules) throws InterruptedException {
    try (var publisher = new RulesPublisher(to.settings(), topic, TestingRules::write)) {
      publisher.put(List.of(rules));
    }
  }

  private void delete(String name) throws InterruptedException {
    try (var publisher = new RulesPublisher(kafka.settings(), topic, TestingRules::write)) {
      publisher.delete(List.of(name));
    }
  }

  private void send(@Nullable String key, String value) throws Exception {
    try (var producer =
        new KafkaProducer<@Nullable String, byte[]>(
            kafka.settings().producer(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value.getBytes(StandardCharsets.UTF_8))).get();
    }
  }
}
