package dev.pointsman.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.connector.pagerduty.TestingPagerDuty;
import dev.pointsman.connector.slack.TestingSlack;
import dev.pointsman.job.alerting.AlertingJob;
import dev.pointsman.job.alerting.TestingTopics;
import dev.pointsman.job.notification.NotificationJob;
import dev.pointsman.rule.yaml.RuleLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Both jobs, from their jar, on a Flink cluster whose TaskManager is killed again and again. */
class ClusterAcceptanceIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String RULES =
      """
      failover_alerts:
        - name: region_failover
          conditions:
            - metric: health_check
              threshold: 3
              window: 5m
          notifications:
            - type: pagerduty
              severity: critical
            - type: slack
              channel: "#incidents"
          actions: [update_dns]
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final long now = System.currentTimeMillis();
  private TestingKafka kafka;
  private TestingTopics topics;
  private TestingPagerDuty pagerDuty;
  private TestingSlack slack;
  private TestingCluster cluster;

  @BeforeEach
  void start() throws Exception {
    kafka = TestingKafka.start();
    topics = new TestingTopics(kafka.settings());
    topics.publish(RuleLoader.loadTexts(Map.of("rules.yaml", RULES)).rules());
    pagerDuty = new TestingPagerDuty();
    slack = new TestingSlack();
    cluster =
        new TestingCluster(
            folder,
            Map.of(
                "PAGERDUTY_ROUTING_KEY",
                "0123456789abcdef0123456789abcdef",
                "PAGERDUTY_URL",
                pagerDuty.address(),
                "SLACK_BOT_TOKEN",
                "xoxb-testing",
                "SLACK_API_URL",
                slack.address()));
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (slack != null) {
      slack.close();
    }
    if (pagerDuty != null) {
      pagerDuty.close();
    }
    topics.close();
    kafka.close();
  }

  @Test
  void somebodyIsPagedOnceThoughTheTaskManagerIsKilledBetweenTheFailuresAndWhileFiring()
      throws Exception {
    Process first = cluster.startTaskManager();
    String jar = cluster.upload(jobJar());
    for (Class<?> job : List.of(AlertingJob.class, NotificationJob.class)) {
      cluster.submit(jar, job, "--bootstrap-servers", kafka.bootstrapServers());
    }
    check(400, "down");
    check(370, "down");
    await().atMost(PATIENCE).until(() -> checkpointedEvents() == 2);

    first.destroyForcibly().waitFor();
    Process second = cluster.startTaskManager();
    check(340, "down");
    await().atMost(PATIENCE).until(() -> !pagerDuty.pages().isEmpty());
    await().atMost(PATIENCE).until(() -> !slack.texts().isEmpty());

    second.destroyForcibly().waitFor();
    cluster.startTaskManager();
    check(0, "up");
    await().atMost(PATIENCE).until(() -> pagerDuty.open().isEmpty());
    await().atMost(PATIENCE).until(() -> slack.texts().get(0).contains("Resolved"));
    await().atMost(PATIENCE).until(() -> !topics.committed(Topics.ACTION_REQUESTS).isEmpty());

    List<Transition> alerts = withoutRepeats();
    assertThat(alerts)
        .extracting(Transition::state)
        .containsExactly(AlertStatus.FIRING, AlertStatus.RESOLVED);
    assertThat(alerts).extracting(Transition::startsAt).containsOnly(now - 340_000);
    assertThat(pagerDuty.pages()).containsExactly(alerts.get(0).fingerprint());
    assertThat(slack.texts()).hasSize(1);
    assertThat(topics.committed(Topics.ACTION_REQUESTS)).hasSize(1);
    assertThat(topics.committed(Topics.REJECTED_EVENTS)).isEmpty();
  }

  private static Path jobJar() {
    return Path.of(
        Objects.requireNonNull(
            System.getProperty("pointsman.job.jar"), "the build says where the job jar is"));
  }

  private void check(int secondsAgo, String status) throws Exception {
    topics.check("us-west-2", now - secondsAgo * 1000L, status);
  }

  /** How many events the job would not read again: it commits offsets with each checkpoint. */
  private long checkpointedEvents() throws Exception {
    try (Admin admin = Admin.create(kafka.settings().admin())) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin
              .listConsumerGroupOffsets("pointsman-alerting")
              .partitionsToOffsetAndMetadata()
              .get();
      return offsets.values().stream()
          .filter(Objects::nonNull)
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  /** What the topic tells by its rule for repeats: seen before, or older than the newest seen. */
  private List<Transition> withoutRepeats() {
    var seen = new LinkedHashMap<String, Transition>();
    long newest = Long.MIN_VALUE;
    for (var json : topics.committed(Topics.ALERTS)) {
      Transition each = TransitionJson.read(json.toString().getBytes(StandardCharsets.UTF_8));
      if (each.at() >= newest
          && seen.putIfAbsent(each.startsAt() + each.state().text(), each) == null) {
        newest = each.at();
      }
    }
    return List.copyOf(seen.values());
  }
}
