package dev.pointsman.job.notification;

import static dev.pointsman.job.notification.TestingAlerts.firing;
import static dev.pointsman.job.notification.TestingAlerts.resolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.connector.http.TestingServer.Manner;
import dev.pointsman.connector.http.TestingServer.Reply;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.connector.pagerduty.TestingPagerDuty;
import dev.pointsman.connector.slack.TestingSlack;
import dev.pointsman.notify.DeliveryPolicy;
import dev.pointsman.notify.RetryPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole job against a real Kafka, and receivers on loopback that are not always well. */
class NotificationJobIT {

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofMillis(800);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The one that runs; those before it in the list are lost. */
  private static int taskManager;

  private TestingKafka kafka;
  private TestingPagerDuty pagerDuty;
  private TestingSlack slack;
  private KafkaProducer<byte[], byte[]> producer;
  private MiniCluster flink;
  private JobID job;

  @BeforeEach
  void start(@InjectMiniCluster MiniCluster cluster) throws Exception {
    flink = cluster;
    kafka = TestingKafka.start();
    pagerDuty = new TestingPagerDuty();
    slack = new TestingSlack();
    producer = new KafkaProducer<>(kafka.settings().producer());
    for (String topic :
        List.of(Topics.ALERTS, Topics.UNDELIVERED_NOTIFICATIONS, Topics.REJECTED_EVENTS)) {
      kafka.createTopic(topic, 2);
    }
    job = startJob();
  }

  @AfterEach
  void stop() throws Exception {
    flink.cancelJob(job).get();
    await().until(() -> flink.getJobStatus(job).get() == JobStatus.CANCELED);
    producer.close();
    kafka.close();
    pagerDuty.close();
    slack.close();
  }

  private JobID startJob() throws Exception {
    var receivers =
        new EnvironmentReceivers(
            Map.of(
                EnvironmentReceivers.PAGERDUTY_ROUTING_KEY,
                "0123456789abcdef0123456789abcdef",
                EnvironmentReceivers.PAGERDUTY_URL,
                pagerDuty.address(),
                EnvironmentReceivers.SLACK_BOT_TOKEN,
                "xoxb-0123456789",
                EnvironmentReceivers.SLACK_API_URL,
                slack.address()),
            TIMEOUT);
    var retries = new RetryPolicy(6, Duration.ofMillis(50), 2, Duration.ofMillis(200));
    var config =
        new NotificationConfig(
            kafka.settings(),
            "notification-" + System.nanoTime(),
            Duration.ofMillis(200),
            receivers,
            new DeliveryPolicy(retries, Duration.ofSeconds(2)),
            8);
    var settings = new Configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    var env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    env.setParallelism(2);
    NotificationJob.define(env, config);
    return env.executeAsync(NotificationJob.NAME).getJobID();
  }

  @Test
  void anAlertIsPagedAndPostedAndBothAreResolved() throws Exception {
    long now = System.currentTimeMillis();
    send(firing("a", now));
    awaitTold("a");
    assertThat(slack.texts().get(0)).startsWith(":red_circle: Firing: region_failover");

    send(resolved("a", now, now + 1000));
    awaitResolved();
    assertThat(slack.texts()).hasSize(1);
    assertThat(slack.texts().get(0)).contains("Resolved: region_failover after 1s");
  }

  @Test
  void receiversInTroubleAreToldOnceInTheEnd() throws Exception {
    send(firing("before", System.currentTimeMillis()));
    awaitTold("before");
    pagerDuty.server().reply(Reply.html(500)).reply(Reply.html(200));
    pagerDuty.server().reply(Reply.json(429, "{}").withHeader("Retry-After", "1"));
    pagerDuty.server().replyThoughTaken(Reply.json(202, "").in(Manner.NEVER));
    slack.server().reply(Reply.json(429, "{}").withHeader("Retry-After", "1"));
    slack.server().replyThoughTaken(Reply.html(502));
    slack.server().reply(Reply.html(200)).reply(Reply.json(200, "").in(Manner.NEVER));

    send(firing("a", System.currentTimeMillis()));
    await()
        .atMost(PATIENCE)
        .until(() -> pagerDuty.server().prepared() + slack.server().prepared() == 0);
    awaitTold("before", "a");
    assertThat(slack.texts()).hasSize(2);
  }

  @Test
  void aRestartTellsNobodyTwice() throws Exception {
    long now = System.currentTimeMillis();
    send(firing("a", now));
    awaitTold("a");
    loseTheTaskManager();
    send(firing("b", now));
    awaitTold("a", "b");
    loseTheTaskManager();
    send(resolved("a", now, now + 1000));
    send(resolved("b", now, now + 1000));
    awaitResolved();
    assertThat(pagerDuty.pages()).containsExactly("a", "b");
    assertThat(slack.texts()).hasSize(2);
  }

  @Test
  void whatWasUnderWayWhenTheTaskManagerWasLostIsToldOnce() throws Exception {
    pagerDuty.server().replyThoughTaken(Reply.json(202, "").in(Manner.NEVER));
    slack.server().replyThoughTaken(Reply.json(200, "").in(Manner.NEVER));
    send(firing("a", System.currentTimeMillis()));
    await().atMost(PATIENCE).until(() -> !pagerDuty.pages().isEmpty() && !slack.texts().isEmpty());
    loseTheTaskManager();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                pagerDuty.server().requests().size() > 1
                    && slack.server().requests().stream()
                        .anyMatch(each -> each.path().endsWith("history")));
    assertThat(pagerDuty.pages()).containsExactly("a");
    assertThat(slack.texts()).hasSize(1);
  }

  @Test
  void whatIsNoAlertIsRejectedWithItsBytesAndTheJobGoesOn() throws Exception {
    producer.send(new ProducerRecord<>(Topics.ALERTS, 0, bytes("k"), bytes("{\"alert\":"))).get();
    send(firing("a", System.currentTimeMillis()));
    awaitTold("a");
    JsonNode rejected = next(Topics.REJECTED_EVENTS);
    assertThat(rejected.get("topic").asText()).isEqualTo(Topics.ALERTS);
    assertThat(rejected.get("partition").asInt()).isEqualTo(0);
    assertThat(rejected.get("offset").asLong()).isEqualTo(0);
    assertThat(rejected.get("detail").asText()).startsWith("not JSON");
    assertThat(
            new String(
                Base64.getDecoder().decode(rejected.get("raw").asText()), StandardCharsets.UTF_8))
        .isEqualTo("{\"alert\":");
  }

  @Test
  void whatIsGivenUpGoesToItsTopicAndTheOtherReceiverIsTold() throws Exception {
    // Twice, since an alert written while the job starts is looked for before it is posted.
    Reply refusal = Reply.json(200, "{\"ok\":false,\"error\":\"channel_not_found\"}");
    slack.server().reply(refusal).reply(refusal);
    Transition alert = firing("a", System.currentTimeMillis());
    send(alert);
    JsonNode undelivered = next(Topics.UNDELIVERED_NOTIFICATIONS);
    assertThat(undelivered.get("destination").asText()).isEqualTo("slack #incidents");
    assertThat(undelivered.get("reason").asText()).isEqualTo("channel_not_found");
    assertThat(TransitionJson.read(bytes(undelivered.get("transition").toString())))
        .isEqualTo(alert);
    await().atMost(PATIENCE).until(() -> pagerDuty.pages().equals(List.of("a")));
  }

  private void send(Transition transition) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                Topics.ALERTS, bytes(transition.fingerprint()), TransitionJson.write(transition)))
        .get();
  }

  private void awaitTold(String... fingerprints) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(pagerDuty.pages()).containsExactly(fingerprints);
              assertThat(slack.texts()).hasSize(fingerprints.length);
            });
  }

  private void awaitResolved() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(pagerDuty.open()).isEmpty();
              assertThat(slack.texts()).allMatch(text -> text.contains("Resolved:"));
            });
  }

  private void loseTheTaskManager() throws Exception {
    flink.terminateTaskManager(taskManager++).get();
    flink.startTaskManager();
  }

  private JsonNode next(String topic) throws IOException {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(kafka.settings().consumer())) {
      consumer.assign(
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList());
      var records =
          await()
              .atMost(PATIENCE)
              .pollInSameThread()
              .until(() -> consumer.poll(Duration.ofMillis(200)), found -> !found.isEmpty());
      return MAPPER.readTree(records.iterator().next().value());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
