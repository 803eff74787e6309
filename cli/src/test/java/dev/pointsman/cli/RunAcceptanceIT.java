package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pointsman.cli.embedded.DataFolder;
import dev.pointsman.connector.kafka.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code run} as people run it: killed, started again, and told wrong things. */
class RunAcceptanceIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final String RULES =
      """
      failover_alerts:
        - name: region_failover
          severity: critical
          conditions: [{metric: health_check, threshold: 3, window: 10m}]
          notifications:
            - {type: pagerduty, severity: critical}
            - {type: slack, channel: "#incidents"}
      """;

  private static final String RULES_AND_ONE_MORE =
      RULES
          + """
            - name: queue_is_long
              conditions: [{metric: queue_length, threshold: 100}]
              notifications: [{type: pagerduty}]
          """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<PointsmanProcess> processes = new ArrayList<>();
  private final Instant start = Instant.now().minus(Duration.ofMinutes(20));
  private final Path rules;
  private final Path data;

  RunAcceptanceIT(@TempDir Path folder) {
    rules = folder.resolve("rules");
    data = folder.resolve("data");
  }

  @BeforeEach
  void writeRules() throws IOException {
    Files.createDirectory(rules);
    save(RULES);
  }

  @AfterEach
  void killAll() {
    processes.forEach(PointsmanProcess::close);
  }

  @Test
  void killedTwiceInOneEpisodeItPagesOnceAndResolvesWhatItPaged() throws Exception {
    PointsmanProcess run = runWithInbox();
    send(run, Topics.HEALTH_CHECKS, check("down", 0));
    send(run, Topics.HEALTH_CHECKS, check("down", 1));
    awaitCheckpointsAfterNow(run);
    run.kill();

    run = runWithInbox();
    assertThat(incidents(run)).isEmpty();
    send(run, Topics.HEALTH_CHECKS, check("down", 2));
    awaitIncidents(run, "1 triggered");
    awaitMessages(run, "Firing: region_failover");
    String ts = messages(run).get(0).get("ts").asText();
    // Most likely before a checkpoint that knows of the page.
    run.kill();

    run = runWithInbox();
    awaitIncidents(run, "1 triggered");
    send(run, Topics.HEALTH_CHECKS, "no health check at all");
    // Later than the window, as the failures count as long as they are in it.
    send(run, Topics.HEALTH_CHECKS, check("up", 15));
    awaitIncidents(run, "1 resolved");
    awaitMessages(run, "Resolved: region_failover");
    assertThat(messages(run).get(0).get("ts").asText()).isEqualTo(ts);
    assertThat(messages(run).get(0).get("updated_at")).hasSize(1);
    JsonNode rejected = JSON.readTree(awaitRecord(run, Topics.REJECTED_EVENTS, each -> true));
    assertThat(rejected.get("topic").asText()).isEqualTo(Topics.HEALTH_CHECKS);
    assertThat(new String(rejected.get("raw").binaryValue(), StandardCharsets.UTF_8))
        .isEqualTo("no health check at all");

    save(RULES_AND_ONE_MORE);
    run.awaitLine("2 rules live: added queue_is_long");
    save(RULES_AND_ONE_MORE.replace("threshold: 100", "treshold: 100"));
    assertThat(run.awaitLine("treshold")).contains("failover.yaml:9:");
    run.awaitLine("the rules stay as they were");
    send(run, Topics.METRICS, queueLength(101, 16));
    awaitIncidents(run, "2 triggered", "1 resolved");
  }

  @Test
  void withAConfigurationItProbesAndCollectsAndSaysThatItStops() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    Path config = rules.resolveSibling("ha.yaml");
    Files.writeString(
        config,
        """
        regions:
          primary: {name: us-west-2, base_url: "http://127.0.0.1:%1$d"}
        health_checks:
          observer: here
          endpoints: [{name: api, url: /health, interval: 1, timeout: 1}]
        scrape:
          - {job: shop, targets: ["http://127.0.0.1:%1$d"], interval: 1, timeout: 1, metrics: {keep: [".*"]}}
        cache: {type: redis, mode: cluster, nodes: {count: 6}}
        """
            .formatted(nobody));
    List<String> arguments = withInbox();
    arguments.add("--config=" + config);
    PointsmanProcess run = run(arguments);
    run.awaitLine("running; ");
    assertThat(run.output())
        .containsSubsequence(
            "note: " + config + ":8:",
            "the addresses of the cache, or collect: no",
            "probe          1 check",
            "agent probe    http://127.0.0.1:",
            "collect        1 check",
            "scrape http://127.0.0.1:" + nobody + "/metrics every 1 s",
            "agent collect  http://127.0.0.1:");
    run.awaitLine("api of 127.0.0.1:" + nobody + " in us-west-2 is down: ");
    for (String agent : List.of("agent probe", "agent collect")) {
      HttpRequest health =
          HttpRequest.newBuilder(URI.create(run.address(agent)).resolve("/healthz")).build();
      assertThat(http.send(health, BodyHandlers.ofString()).body()).isEqualTo("ok\n");
    }
    awaitRecord(run, Topics.HEALTH_CHECKS, each -> each.contains("\"observer\":\"here\""));
    awaitRecord(run, Topics.METRICS, each -> each.contains("\"up\""));
    for (String agent : List.of("probe", "collect")) {
      awaitRecord(
          run,
          Topics.METRICS,
          each ->
              each.contains("\"agent_heartbeat\"")
                  && each.contains("\"agent\":\"" + agent + "\"")
                  && each.contains("\"observer\":\"here\""));
    }
    run.terminate();
    assertThat(run.exitCode()).as(run::output).isZero();
    assertThat(run.output()).containsSubsequence("running; ", "stopping", "stopped; ");
  }

  @Test
  void aDataFolderInUseIsNamed() throws Exception {
    try (DataFolder held = DataFolder.open(data)) {
      PointsmanProcess second = run(withInbox());
      assertThat(second.exitCode()).as(second::output).isEqualTo(1);
      assertThat(second.output())
          .contains("pointsman: the data folder " + held.root() + " is in use by another process");
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> arguments = withInbox();
      Collections.replaceAll(arguments, "--web-port=0", "--web-port=" + other.getLocalPort());
      PointsmanProcess run = run(arguments);
      assertThat(run.exitCode()).as(run::output).isEqualTo(1);
      assertThat(run.output())
          .contains("port " + other.getLocalPort() + " for Flink's web page is taken")
          .contains("--web-port");
    }
  }

  @Test
  void withoutCredentialsItSaysWhatToSet() throws Exception {
    List<String> arguments = withInbox();
    arguments.remove("--inbox");
    PointsmanProcess run = run(arguments);
    assertThat(run.exitCode()).as(run::output).isEqualTo(1);
    assertThat(run.output()).contains("PAGERDUTY_ROUTING_KEY", "SLACK_BOT_TOKEN", "--inbox");
    assertThat(data).doesNotExist();
  }

  private void save(String text) throws IOException {
    Files.writeString(rules.resolve("failover.yaml"), text);
  }

  private List<String> withInbox() {
    return new ArrayList<>(
        List.of(
            "run",
            "--inbox",
            "--rules=" + rules,
            "--data=" + data,
            "--kafka-port=0",
            "--web-port=0",
            "--metrics-port=0",
            "--inbox-port=0"));
  }

  private PointsmanProcess run(List<String> arguments) throws IOException {
    PointsmanProcess process = PointsmanProcess.start(arguments);
    processes.add(process);
    return process;
  }

  private PointsmanProcess runWithInbox() throws IOException {
    PointsmanProcess process = run(withInbox());
    process.awaitLine("running; ");
    return process;
  }

  private String check(String status, int minute) {
    return """
        {"check":"api","target":"a","region":"us-west-2","status":"%s","timestamp":"%s"}"""
        .formatted(status, start.plus(Duration.ofMinutes(minute)));
  }

  private String queueLength(int value, int minute) {
    return """
        {"metric":"queue_length","labels":{"queue":"orders"},"value":%d,"timestamp":"%s"}"""
        .formatted(value, start.plus(Duration.ofMinutes(minute)));
  }

  private static void send(PointsmanProcess run, String topic, String event) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", run.address("Kafka"));
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "key", event)).get();
    }
  }

  /** The first such record of a topic. */
  private static String awaitRecord(PointsmanProcess run, String topic, Predicate<String> wanted) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", run.address("Kafka"), "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList());
      var values = new ArrayList<String>();
      await()
          .atMost(LONG)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
                return values.stream().anyMatch(wanted);
              });
      return values.stream().filter(wanted).findFirst().orElseThrow();
    }
  }

  /** Two of them: the second has begun after now. */
  private void awaitCheckpointsAfterNow(PointsmanProcess run) throws Exception {
    URI flink = URI.create(run.address("Flink"));
    JsonNode jobs = get(flink.resolve("/jobs/overview")).get("jobs");
    for (JsonNode job : jobs) {
      URI checkpoints = flink.resolve("/jobs/" + job.get("jid").asText() + "/checkpoints");
      int before = get(checkpoints).at("/counts/completed").asInt();
      await()
          .atMost(LONG)
          .until(() -> get(checkpoints).at("/counts/completed").asInt() >= before + 2);
    }
  }

  /** Newest first, all of them, as in {@code 1 triggered}. */
  private void awaitIncidents(PointsmanProcess run, String... expected) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(incidents(run))
                    .extracting(
                        each -> each.get("number").asText() + " " + each.get("status").asText())
                    .containsExactly(expected));
  }

  private void awaitMessages(PointsmanProcess run, String text) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(messages(run)).singleElement().asString().contains(text));
  }

  private List<JsonNode> incidents(PointsmanProcess run) throws Exception {
    return inbox(run, "incidents");
  }

  private List<JsonNode> messages(PointsmanProcess run) throws Exception {
    return inbox(run, "messages");
  }

  private List<JsonNode> inbox(PointsmanProcess run, String what) throws Exception {
    JsonNode all = get(URI.create(run.address("inbox")).resolve("api/" + what));
    return IntStream.range(0, all.size()).mapToObj(all::get).collect(Collectors.toList());
  }

  private JsonNode get(URI address) throws Exception {
    var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }
}
