package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.connector.kafka.TestingKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandIT {

  private static final String RULE =
      """
      alerts:
        - name: slow
          conditions: [{metric: replication_lag, threshold: %s, window: 2m}]
        - name: failing
          conditions: [{metric: health_check, threshold: 3, window: 5m}]
      """;

  private static TestingKafka kafka;

  private String topic;
  private Path folder;

  @BeforeAll
  static void startKafka() {
    kafka = TestingKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void setUp(@TempDir Path folder, TestInfo test) {
    this.folder = folder;
    this.topic = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void rulesAreAppliedListedAndDeleted() throws IOException {
    Path file = write(RULE.formatted("1s"));
    assertThat(rules("apply", file.toString()).out().lines())
        .containsExactly("added failing", "added slow");

    write(RULE.formatted("2s"));
    assertThat(rules("apply", file.toString()).out().lines())
        .containsExactly("unchanged failing", "changed slow");
    assertThat(rules("list").out().lines().toList())
        .hasSize(2)
        .anyMatch(line -> line.contains("slow     warning   every(replication_lag) > 2000.0"));

    assertThat(rules("delete", "slow").out()).startsWith("deleted slow");
    assertThat(rules("list", "--json").out().lines().toList())
        .singleElement()
        .asString()
        .contains("\"failing\"");
  }

  @Test
  void aProblemAppliesNothing() throws IOException {
    Path file = write("alerts:\n  - name: a\n    severty: x\n");
    Ran ran = rules("apply", file.toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains(":3:5: ").contains("the live rules stay as they are");
  }

  @Test
  void whatNeedsASettingElsewhereIsAppliedWithANote() throws IOException {
    String rule = "conditions: [{metric: x, threshold: 1}], notifications: [{type: slack}]";
    Path file = write("alerts:\n  - {name: a, " + rule + "}\n");
    Ran ran = rules("apply", file.toString());
    assertThat(ran.out().lines()).containsExactly("added a");
    assertThat(ran.err()).startsWith("note: ").contains(":2:", "it needs SLACK_CHANNEL");
  }

  @Test
  void deletingWhatIsNotThereIsAFindingAndDeletesNothing() throws IOException {
    rules("apply", write(RULE.formatted("1s")).toString());
    Ran ran = rules("delete", "slow", "sloww");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines()).containsExactly("no live rule is named sloww");
    assertThat(rules("list").out().lines()).hasSize(2);
  }

  @Test
  void whatIsNoRuleIsAFindingAndCanBeDeleted() throws Exception {
    kafka.createTopic(topic, 1);
    try (var producer =
        new KafkaProducer<>(
            kafka.settings().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, bytes("x"), bytes("nonsense"))).get();
    }
    Ran ran = rules("list");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out().strip()).isEqualTo("no rules");
    assertThat(ran.err()).startsWith("not a rule: record 0@0 with key x: ");
    assertThat(rules("delete", "x").exitCode()).isZero();
  }

  @Test
  void aKafkaThatIsNotThereIsNamed() {
    Ran ran = Ran.pointsman("rules", "list", "--bootstrap-servers", "kafka.invalid:9092");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).startsWith("pointsman: cannot reach Kafka at kafka.invalid:9092");
  }

  @Test
  void aMissingClientPropertiesFileIsNamed() {
    Ran ran = rules("list", "--client-properties", "none.properties");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).startsWith("pointsman: no such file: none.properties");
  }

  private Ran rules(String command, String... rest) {
    List<String> options =
        List.of(
            "rules", command, "--bootstrap-servers", kafka.bootstrapServers(), "--topic", topic);
    return Ran.pointsman(Stream.concat(options.stream(), Stream.of(rest)).toArray(String[]::new));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("rules.yaml"), text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
