package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.Transition;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Rejection;
import dev.pointsman.job.notification.RawAlert;
import dev.pointsman.job.notification.UndeliveredNotification;
import dev.pointsman.job.notification.UnreadableAlert;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.yaml.InvalidRuleException;
import dev.pointsman.rule.yaml.RuleJson;
import dev.pointsman.rule.yaml.RuleLoader;
import dev.pointsman.rule.yaml.RuleTest;
import dev.pointsman.rule.yaml.RuleTestLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas of docs/schema, held against what reads and what writes the topics. */
class TopicSchemasTest {

  private static final Path SCHEMAS = Path.of("..", "docs", "schema");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final long NOW = 1_763_700_000_000L;

  @ParameterizedTest
  @EnumSource
  void everyExampleOfAnEventIsTakenIn(EventKind kind) {
    for (JsonNode example : examples(kind.topic())) {
      assertFits(kind.topic(), example);
      assertThat(decode(kind, bytes(example))).isInstanceOf(EventDecoder.Decoded.Accepted.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "health-checks  |[]",
        "health-checks  |{}",
        "health-checks  |{'check':'a','target':'t','status':'up','timestamp':1763700000000}",
        "health-checks  |{'check':'a','target':null,'region':'r','status':'up','timestamp':1763700000000}",
        "health-checks  |{'check':1,'target':'t','region':'r','status':'up','timestamp':1763700000000}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'UP','timestamp':1763700000000}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':true,'timestamp':1763700000000}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'up'}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'up','timestamp':1763700000}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'up','timestamp':1763700000000.5}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'up','timestamp':'yesterday'}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'up','timestamp':'2025-11-21T04:40:00'}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'up','observer':7,'timestamp':1763700000000}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'up','error':{},'timestamp':1763700000000}",
        "health-checks  |{'check':'a','target':'t','region':'r','status':'up','latency_ms':'5','timestamp':1763700000000}",
        "replication-lag|{'cluster':'c','replica':'r','region':'e','timestamp':1763700000000}",
        "replication-lag|{'cluster':'c','replica':'r','region':'e','lag_ms':null,'timestamp':1763700000000}",
        "replication-lag|{'cluster':'c','replica':'r','region':'e','lag_ms':'9','timestamp':1763700000000}",
        "replication-lag|{'cluster':'c','replica':'r','region':'e','lag_ms':9,'lag_bytes':[],'timestamp':1763700000000}",
        "replication-lag|{'cluster':'c','replica':'r','lag_ms':9,'timestamp':1763700000000}",
        "replication-lag|{'cluster':'c','replica':'r','region':'e','lag_ms':9,'sync_state':1,'timestamp':1763700000000}",
        "metrics        |{'metric':'m','value':1,'timestamp':1763700000000}",
        "metrics        |{'metric':'m','labels':[],'value':1,'timestamp':1763700000000}",
        "metrics        |{'metric':'m','labels':{'a':1},'value':1,'timestamp':1763700000000}",
        "metrics        |{'metric':'m','labels':{'a':null},'value':1,'timestamp':1763700000000}",
        "metrics        |{'metric':'m','labels':{},'value':'1','timestamp':1763700000000}",
        "metrics        |{'metric':'m','labels':{},'value':null,'timestamp':1763700000000}",
        "metrics        |{'metric':5,'labels':{},'value':1,'timestamp':1763700000000}"
      },
      quoteCharacter = '"')
  void whatASchemaRefusesTheDecoderRefuses(String topic, String event) throws IOException {
    JsonNode json = JSON.readTree(event.replace('\'', '"'));

    assertThat(schema(topic).validate(json)).isNotEmpty();
    assertThat(decode(EventKind.ofTopic(topic).orElseThrow(), bytes(json)))
        .isInstanceOf(EventDecoder.Decoded.Rejected.class);
  }

  @Test
  void everyExampleOfARuleIsARule() {
    for (JsonNode example : examples(Topics.ALERT_RULES)) {
      assertFits(Topics.ALERT_RULES, example);
      assertThat(RuleLoader.parseRule("example", example.toString()).name())
          .isEqualTo(example.get("name").asText());
    }
  }

  @Test
  void aRuleWithAnUnknownKeyFitsNeitherTheSchemaNorTheParser() throws IOException {
    JsonNode json =
        JSON.readTree("{\"name\":\"a\",\"conditons\":[{\"metric\":\"m\",\"threshold\":1}]}");

    assertThat(schema(Topics.ALERT_RULES).validate(json)).isNotEmpty();
    assertThatThrownBy(() -> RuleLoader.parseRule("a", json.toString()))
        .isInstanceOf(InvalidRuleException.class);
  }

  @Test
  void aRuleAsItIsAppliedFits() throws IOException {
    for (var rule : rules().rules()) {
      assertFits(Topics.ALERT_RULES, JSON.readTree(RuleJson.write(rule)));
    }
  }

  @Test
  void everyTransitionFitsAndIsKeyedByItsFingerprint() throws IOException {
    List<Transition> transitions = transitions();

    assertThat(transitions).extracting(Transition::state).contains(AlertStatus.values());
    assertThat(transitions).extracting(Transition::value).contains((Double) null);
    for (Transition transition : transitions) {
      JsonNode json =
          written(
              record(new TransitionRecord(Topics.ALERTS), transition), transition.fingerprint());
      assertFits(Topics.ALERTS, json);
      assertThat(names(json)).isEqualTo(names(schemaJson(Topics.ALERTS).get("properties")));
    }
  }

  @Test
  void everyActionRequestFitsAndIsKeyedByItsSubject() throws IOException {
    List<Transition> asking =
        transitions().stream().filter(ActionRequestRecord::asksForActions).toList();

    var subjects = new ArrayList<String>();
    for (Transition transition : asking) {
      var record = record(new ActionRequestRecord(Topics.ACTION_REQUESTS), transition);
      String key = new String(record.key(), StandardCharsets.UTF_8);
      JsonNode json = written(record, key);
      assertFits(Topics.ACTION_REQUESTS, json);
      assertThat(names(json))
          .isEqualTo(names(schemaJson(Topics.ACTION_REQUESTS).get("properties")));
      assertThat(json.get("subject").asText()).isEqualTo(key);
      subjects.add(key);
    }
    assertThat(subjects)
        .containsExactlyInAnyOrder("orders", "{check=\"api\",region=\"us-west-2\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "no\u0000text"})
  void everyRejectedEventFitsAndIsKeyedByItsSource(String raw) throws IOException {
    for (Rejection.Reason reason : Rejection.Reason.values()) {
      var event = new RawEvent(null, "metrics", 3, 5, raw.getBytes(StandardCharsets.UTF_8));
      var rejected = new RejectedEvent(event, new Rejection(reason, "why"));
      JsonNode json =
          written(record(new RejectedEventRecord(Topics.REJECTED_EVENTS), rejected), "metrics");
      assertFits(Topics.REJECTED_EVENTS, json);
      assertThat(names(json))
          .isEqualTo(names(schemaJson(Topics.REJECTED_EVENTS).get("properties")));
      assertThat(json.get("raw").binaryValue()).isEqualTo(event.value());
    }
  }

  @Test
  void anAlertThatIsNoneFitsAmongTheRejectedEvents() throws IOException {
    var unreadable = new UnreadableAlert(new RawAlert("alerts", 0, 9, NOW, new byte[] {1}), "why");

    assertFits(Topics.REJECTED_EVENTS, JSON.readTree(unreadable.json()));
  }

  @Test
  void everyUndeliveredNotificationFits() throws IOException {
    for (Transition transition : transitions()) {
      for (String kind : List.of("trigger", "resolve")) {
        var undelivered =
            new UndeliveredNotification(
                "slack #incidents", kind, "not_in_channel", NOW, transition);
        JsonNode json = JSON.readTree(undelivered.json());
        assertFits(Topics.UNDELIVERED_NOTIFICATIONS, json);
        assertThat(names(json))
            .isEqualTo(names(schemaJson(Topics.UNDELIVERED_NOTIFICATIONS).get("properties")));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alerts", "action-requests", "rejected-events", "undelivered-notifications"})
  void everyExampleOfWhatIsWrittenFits(String topic) {
    for (JsonNode example : examples(topic)) {
      assertFits(topic, example);
    }
  }

  @Test
  void aFiringAlertWithoutItsBeginningDoesNotFit() throws IOException {
    JsonNode alert = examples(Topics.ALERTS).get(0).deepCopy();
    ((ObjectNode) alert).putNull("starts_at");

    assertThat(schema(Topics.ALERTS).validate(alert)).isNotEmpty();
  }

  @Test
  void theWordsOfTheSchemasAreThoseOfTheCode() {
    JsonNode alerts = schemaJson(Topics.ALERTS);
    assertThat(words(alerts.at("/properties/state/enum")))
        .isEqualTo(texts(Arrays.stream(AlertStatus.values()).map(AlertStatus::text)));
    assertThat(words(alerts.at("/properties/reason/enum")))
        .isEqualTo(
            texts(
                Arrays.stream(dev.pointsman.alert.Reason.values())
                    .map(dev.pointsman.alert.Reason::text)));
    assertThat(words(alerts.at("/$defs/severity/enum")))
        .isEqualTo(texts(Arrays.stream(Severity.values()).map(Severity::text)));
    assertThat(words(schemaJson(Topics.REJECTED_EVENTS).at("/properties/reason/enum")))
        .as("what the alerting job rejects, and invalid_alert of the notification job")
        .isEqualTo(
            texts(
                Stream.concat(
                    Arrays.stream(Rejection.Reason.values()).map(Rejection.Reason::text),
                    Stream.of("invalid_alert"))));
  }

  /** Two rules that between them write every kind of transition and of action request. */
  private static RuleSet rules() {
    return RuleLoader.loadTexts(
            Map.of(
                "rules.yaml",
                """
                alerts:
                  - name: behind
                    by: [cluster]
                    when: any
                    for: 1m
                    conditions:
                      - {metric: queue_depth, threshold: 10, match: {queue: [mail, sms]}}
                      - {metric: replication_lag, aggregate: last, threshold: 1000ms, quorum: {replica: 1}}
                    labels: {team: db}
                    annotations: {summary: "{{cluster}} is behind"}
                    notifications: [{type: pagerduty}, {type: slack}, {type: slack, channel: "#db"}]
                    actions: [promote_replica, update_dns]
                  - name: down
                    severity: critical
                    conditions: [{metric: health_check, threshold: 1}]
                    actions: [notify_team]
                """))
        .rules();
  }

  private static List<Transition> transitions() {
    RuleTest test =
        RuleTestLoader.loadTexts(
                Map.of(
                    "all.test.yaml",
                    """
                    rule_files: [rules.yaml]
                    tests:
                      - name: all states
                        interval: 30s
                        series:
                          - {series: 'replication_lag{cluster="orders",replica="r2",region="e"}', values: "1500 0 1500x2 0"}
                          - {series: 'health_check{check="api",region="us-west-2",target="a"}', values: "1"}
                        expect: []
                    """))
            .files()
            .get(0)
            .tests()
            .get(0);
    RuleSet rules = rules();
    var index = new RuleIndex(rules);
    var judge = new GroupJudge(rules, 0, intake -> {});
    var transitions = new ArrayList<Transition>();
    Map<GroupKey, GroupMemory> memories = new HashMap<>();
    Map<GroupKey, OpenAlerts> alerts = new HashMap<>();
    for (var event : test.events()) {
      index.route(
          event,
          (group, routed) ->
              judge.take(
                  group,
                  memories.computeIfAbsent(group, each -> new GroupMemory()),
                  alerts.computeIfAbsent(group, each -> new OpenAlerts()),
                  routed,
                  routed.timestamp(),
                  transitions::add));
    }
    return transitions;
  }

  private static EventDecoder.Decoded decode(EventKind kind, byte[] json) {
    return new EventDecoder(EventDecoder.EARLIEST).decode(kind, json, NOW + 10_000);
  }

  private static <T> ProducerRecord<byte[], byte[]> record(
      KafkaRecordSerializationSchema<T> schema, T element) {
    return Objects.requireNonNull(schema.serialize(element, new OneTask(), null));
  }

  private static final class OneTask implements KafkaRecordSerializationSchema.KafkaSinkContext {

    @Override
    public int getParallelInstanceId() {
      return 0;
    }

    @Override
    public int getNumberOfParallelInstances() {
      return 1;
    }

    @Override
    public int[] getPartitionsForTopic(String topic) {
      return new int[] {0};
    }
  }

  private static JsonNode written(ProducerRecord<byte[], byte[]> record, String key)
      throws IOException {
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(key);
    assertThat(record.headers()).isEmpty();
    return JSON.readTree(record.value());
  }

  private static void assertFits(String topic, JsonNode json) {
    assertThat(schema(topic).validate(json)).as("%s: %s", topic, json).isEmpty();
  }

  private static List<JsonNode> examples(String topic) {
    var examples = new ArrayList<JsonNode>();
    schemaJson(topic).get("examples").forEach(examples::add);
    assertThat(examples).isNotEmpty();
    return examples;
  }

  private static JsonSchema schema(String topic) {
    return FACTORY.getSchema(
        SchemaLocation.of(SCHEMAS.resolve(topic + ".schema.json").toUri().toString()));
  }

  private static JsonNode schemaJson(String topic) {
    return Objects.requireNonNull(schema(topic).getSchemaNode());
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> words(JsonNode list) {
    var words = new TreeSet<String>();
    list.forEach(each -> words.add(each.asText()));
    return words;
  }

  private static Set<String> texts(Stream<String> texts) {
    return texts.collect(Collectors.toCollection(TreeSet::new));
  }
}
